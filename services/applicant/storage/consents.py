"""`consents`: one row per woman, purpose and time; `audit` read back as who saw her data."""

from collections.abc import Sequence

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain.consent import Consent
from services.applicant.usecases.ports import Deed, Seen
from shared.access import Actor
from shared.errors import NotFound
from shared.storage.audit import Audit, Entry
from shared.storage.mongo import Document


class MongoConsents:
    """Consents, bound to one transaction."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.consents
        self.session = session

    def add(self, consents: Sequence[Consent]) -> None:
        """Store new ones."""
        if consents:
            self.rows.insert_many([_row(one) for one in consents], session=self.session)

    def of_person(self, person_id: str) -> list[Consent]:
        """Return hers, oldest first."""
        rows = self.rows.find({"person_id": {"$eq": person_id}}, session=self.session).sort("_id", ASCENDING)
        return [_consent(row) for row in rows]

    def get(self, person_id: str, consent_id: str) -> Consent:
        """Return one of hers; raises NotFound("consent_not_found")."""
        wanted = {"_id": {"$eq": consent_id}, "person_id": {"$eq": person_id}}
        row = self.rows.find_one(wanted, session=self.session)
        if row is None:
            raise NotFound("consent_not_found")
        return _consent(row)

    def save(self, consent: Consent) -> None:
        """Store a changed one."""
        self.rows.replace_one({"_id": consent.id}, _row(consent), session=self.session)


class MongoLedger:
    """The audit, written in the transaction of the act."""

    def __init__(self, audit: Audit, session: ClientSession | None) -> None:
        self.audit = audit
        self.session = session

    def note(self, by: Actor, deed: Deed) -> None:
        """Keep an act; when it cannot be kept it does not happen."""
        entry = Entry(
            deed.act, by, deed.resource, deed.resource_id, list(deed.person_ids), list(deed.fields), deed.reason
        )
        self.audit.record(self.session, entry)


class AuditReaders:
    """The audit read back."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.audit
        self.session = session

    def of(self, person_id: str, limit: int) -> list[Seen]:
        """Return who looked at her data, newest first."""
        wanted = {"e.person_ids": {"$eq": person_id}, "e.actor": {"$ne": person_id}}
        rows = self.rows.find(wanted, session=self.session).sort("_id", DESCENDING).limit(limit)
        return [_seen(row["e"]) for row in rows]


def _seen(entry: Document) -> Seen:
    post = next(iter(entry["posts"]), {"role": "", "unit": ""})
    return Seen(entry["at"], entry["actor"], post["unit"], post["role"], entry["act"], entry["fields"], entry["reason"])


def _row(consent: Consent) -> Document:
    return {
        "_id": consent.id,
        "person_id": consent.person_id,
        "purpose": consent.purpose,
        "version": consent.version,
        "notice_hash": consent.notice_hash,
        "channel": consent.channel,
        "given_by": consent.given_by,
        "at": consent.at,
        "withdrawn_at": consent.withdrawn_at,
    }


def _consent(row: Document) -> Consent:
    return Consent(
        id=row["_id"],
        person_id=row["person_id"],
        purpose=row["purpose"],
        version=row["version"],
        notice_hash=row["notice_hash"],
        channel=row["channel"],
        given_by=row["given_by"],
        at=row["at"],
        withdrawn_at=row["withdrawn_at"],
    )
