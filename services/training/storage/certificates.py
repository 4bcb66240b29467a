"""Certificates in MongoDB: what is public in clear, what was printed of her sealed under her key, papers apart."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.certificate import (
    Certificate,
    Course,
    Handout,
    Identity,
    Reissue,
    Revocation,
    Source,
    State,
)
from services.training.storage.scoped import inside, tell
from shared.access import Scope
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE = "certificates"
PAPER = "certificate_papers"
MOST = 200
SEALED = ("name", "masked", "id_no", "sex", "born")


class MongoCertificates:
    """Collections `certificates` and `certificate_papers`."""

    def __init__(self, db: Database[Document], session: ClientSession | None, outbox: Outbox, vault: Vault) -> None:
        self.rows, self.papers = db[PLACE], db[PAPER]
        self.session = session
        self.outbox = outbox
        self.vault = vault

    def get(self, certificate_id: str) -> Certificate:
        """Return one; raises NotFound("certificate_not_found")."""
        return self._one({"_id": {"$eq": certificate_id}})

    def by_code(self, code: str) -> Certificate:
        """Return the one behind a public code; raises NotFound("certificate_not_found")."""
        return self._one({"code": {"$eq": code}})

    def of_person(self, person_id: str) -> list[Certificate]:
        """Return all of hers, newest first."""
        return self._read(
            self.rows.find({"person_id": {"$eq": person_id}}, session=self.session).sort("_id", DESCENDING)
        )

    def of_class(self, class_id: str) -> list[Certificate]:
        """Return those of a class, by number."""
        return self._read(
            self.rows.find({"class_id": {"$eq": class_id}}, session=self.session).sort("number", ASCENDING)
        )

    def unprinted(self, class_id: str) -> list[Certificate]:
        """Return those of a class whose paper is not made yet."""
        wanted = {"class_id": {"$eq": class_id}, "printed": False}
        return self._read(self.rows.find(wanted, session=self.session).sort("number", ASCENDING))

    def proposed(self, scope: Scope) -> list[Certificate]:
        """Return those inside the scope whose revocation waits for its second hand, oldest first."""
        wanted = {**inside(scope), "proposed": {"$type": "object"}}
        return self._read(self.rows.find(wanted, session=self.session).sort("_id", ASCENDING).limit(MOST))

    def of_classes_since(self, day: date) -> list[str]:
        """Return the ids of the valid ones of classes here that were given out from a day on, in their order."""
        wanted = {"origin": "system", "state": State.VALID.value, "issued_on": {"$gte": day.isoformat()}}
        return [str(row["_id"]) for row in self.rows.find(wanted, {"_id": 1}, session=self.session).sort("_id")]

    def add(self, one: Certificate) -> None:
        """Store a new one with its news."""
        said = {name: getattr(one.identity, name) for name in SEALED}
        sealed = self.vault.seal(self.session, one.person_id, PLACE, said)
        self.rows.insert_one(_document(one) | {"sealed": sealed}, session=self.session)
        self._tell(one)

    def save(self, one: Certificate) -> None:
        """Store a changed one with its news, never what was printed; raises Stale."""
        seen = {"_id": one.id, "version": one.version}
        one.version += 1
        if not self.rows.update_one(seen, {"$set": _document(one)}, session=self.session).matched_count:
            raise Stale("changed_meanwhile")
        self._tell(one)

    def keep_paper(self, one: Certificate, pdf: bytes) -> None:
        """Store its paper, sealed."""
        sealed = self.vault.seal(self.session, one.person_id, PAPER, {"pdf": pdf})
        self.papers.replace_one({"_id": one.id}, {"_id": one.id, **sealed}, upsert=True, session=self.session)

    def paper(self, one: Certificate) -> bytes | None:
        """Return its paper, None before it is made and after she is erased."""
        row = self.papers.find_one({"_id": {"$eq": one.id}}, session=self.session)
        return self.vault.open_bytes(one.person_id, PAPER, "pdf", row["pdf"]) if row else None

    def _tell(self, one: Certificate) -> None:
        tell(self.outbox, self.session, one.news)
        one.news.clear()

    def _one(self, wanted: Document) -> Certificate:
        row = self.rows.find_one(wanted, session=self.session)
        if row is None:
            raise NotFound("certificate_not_found")
        return self._read([row])[0]

    def _read(self, rows: Iterable[Document]) -> list[Certificate]:
        vault, session = self.vault, self.session
        return [_certificate(row, vault.open(row["person_id"], PLACE, row["sealed"], session)) for row in rows]


def _document(one: Certificate) -> Document:
    course, source = one.course, one.source
    return {
        "_id": one.id,
        "number": one.number,
        "code": one.code,
        "person_id": one.person_id,
        "course": course.code,
        "title": course.title,
        "minutes": course.minutes,
        "starts_on": course.starts_on.isoformat() if course.starts_on else None,
        "ends_on": course.ends_on.isoformat() if course.ends_on else None,
        "scope": list(source.path),
        "unit": source.unit,
        "class_id": source.class_id,
        "enrolment_id": source.enrolment_id,
        "origin": source.origin,
        "issued_on": one.issued_on.isoformat(),
        "state": one.state.value,
        "revoked": _deed(one.revoked),
        "proposed": _deed(one.proposed),
        "reissues": [_deed(it) for it in one.reissues],
        "handed": _handout(one.handed),
        "printed": one.printed,
        "version": one.version,
    }


def _deed(one: Revocation | Reissue | None) -> Document | None:
    return {"reason": one.reason, "on": one.on.isoformat(), "by": one.by} if one else None


def _handout(one: Handout | None) -> Document | None:
    return {"on": one.on.isoformat(), "signed": one.signed, "by": one.by} if one else None


def _said(row: Document) -> tuple[str, date, str]:
    return row["reason"], date.fromisoformat(row["on"]), row["by"]


def _certificate(row: dict[str, Any], said: dict[str, str]) -> Certificate:
    days = (date.fromisoformat(row[name]) if row[name] else None for name in ("starts_on", "ends_on"))
    return Certificate(
        id=row["_id"],
        number=row["number"],
        code=row["code"],
        person_id=row["person_id"],
        identity=Identity(**said),
        course=Course(row["course"], row["title"], row["minutes"], *days),
        source=Source(tuple(row["scope"]), row["unit"], row["class_id"], row["enrolment_id"], row["origin"]),
        issued_on=date.fromisoformat(row["issued_on"]),
        state=State(row["state"]),
        revoked=Revocation(*_said(row["revoked"])) if row["revoked"] else None,
        proposed=Revocation(*_said(row["proposed"])) if row.get("proposed") else None,
        reissues=tuple(Reissue(*_said(it)) for it in row.get("reissues", ())),
        handed=Handout(**(handed | {"on": date.fromisoformat(handed["on"])}))
        if (handed := row.get("handed"))
        else None,
        printed=row["printed"],
        version=row["version"],
    )
