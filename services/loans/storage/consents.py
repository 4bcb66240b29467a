"""Answers of husbands, guarantors, partners: fingerprint of the link, days, state; who he is stays in her form."""

from datetime import date
from typing import Any

from bson.binary import Binary
from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.consent import Consent, State
from shared.errors import Stale
from shared.storage.mongo import Document


class MongoConsents:
    """Collection `family_consents {_id, application_id, person_id, who, mark, asked_on, until_on, state, …}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.family_consents
        self.session = session

    def of(self, application_id: str) -> dict[str, Consent]:
        """Return the latest of an application by whom it was asked: spouse, guarantor, partner-1."""
        rows = self.rows.find({"application_id": {"$eq": application_id}}, session=self.session)
        return {row["who"]: _consent(row) for row in rows.sort("_id", ASCENDING)}

    def with_mark(self, mark: bytes) -> Consent | None:
        """Return the one a link belongs to."""
        row = self.rows.find_one({"mark": Binary(mark)}, session=self.session)
        return _consent(row) if row else None

    def add(self, consent: Consent) -> None:
        """Keep a new question."""
        self.rows.insert_one(_row(consent), session=self.session)

    def forget(self, application_id: str, who: str) -> None:
        """Drop what was asked of somebody, and said: another person is named there now."""
        self.rows.delete_many({"application_id": {"$eq": application_id}, "who": who}, session=self.session)

    def save(self, consent: Consent) -> None:
        """Keep an answer; raises Stale when somebody answered meanwhile."""
        seen = {"_id": consent.id, "version": consent.version}
        consent.version += 1
        if not self.rows.replace_one(seen, _row(consent), session=self.session).matched_count:
            raise Stale("changed_meanwhile")


def indexes(db: Database[Document]) -> None:
    """Create collection and indexes."""
    if "family_consents" not in db.list_collection_names():
        db.create_collection("family_consents")
    db.family_consents.create_index([("application_id", ASCENDING), ("_id", ASCENDING)], name="of_application")
    db.family_consents.create_index([("mark", ASCENDING)], unique=True, name="mark")


def _row(consent: Consent) -> Document:
    names = ("application_id", "person_id", "who", "version")
    return {
        "_id": consent.id,
        **{name: getattr(consent, name) for name in names},
        "mark": Binary(consent.mark),
        "state": consent.state.value,
        "asked_on": consent.asked_on.isoformat(),
        "until_on": consent.until_on.isoformat(),
        "answered_on": consent.answered_on.isoformat() if consent.answered_on else None,
    }


def _consent(row: dict[str, Any]) -> Consent:
    answered = row["answered_on"]
    return Consent(
        id=row["_id"],
        **{name: row[name] for name in ("application_id", "person_id", "who", "version")},
        mark=bytes(row["mark"]),
        asked_on=date.fromisoformat(row["asked_on"]),
        until_on=date.fromisoformat(row["until_on"]),
        state=State(row["state"]),
        answered_on=date.fromisoformat(answered) if answered else None,
    )
