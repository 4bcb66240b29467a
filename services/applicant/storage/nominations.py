"""`nominations`: one document for each title on its road or held; officers' notes sealed under her key."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain.criteria import Line
from services.applicant.domain.nomination import Action, Holder, Nomination, Proposal, State, Step
from services.applicant.events.outbound_titles import title_message
from services.applicant.storage.enterprises import inside
from services.applicant.usecases.title.ports import Shelf
from shared.access import Scope
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE = "nominations"


class MongoNominations:
    """Titles, bound to one transaction."""

    def __init__(self, db: Database[Document], session: ClientSession | None, outbox: Outbox, vault: Vault) -> None:
        self.rows = db.nominations
        self.session = session
        self.outbox = outbox
        self.vault = vault

    def get(self, scope: Scope, nomination_id: str) -> Nomination:
        """Return one inside the scope; raises NotFound("title_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": nomination_id}, **inside(scope)}, session=self.session)
        if row is None:
            raise NotFound("title_not_found")
        return self._read(row)

    def of_person(self, person_id: str) -> list[Nomination]:
        """Return a woman's, newest first."""
        rows = self.rows.find({"person_id": {"$eq": person_id}}, session=self.session).sort("_id", DESCENDING)
        return [self._read(row) for row in rows]

    def page(self, scope: Scope, shelf: Shelf, after: str | None, limit: int) -> list[Nomination]:
        """Return those of a shelf inside the scope, newest first, before the id `after`."""
        wanted = {**inside(scope), **_on(shelf)} | ({"_id": {"$lt": after}} if after else {})
        rows = self.rows.find(wanted, session=self.session).sort("_id", DESCENDING).limit(limit)
        return [self._read(row) for row in rows]

    def counts(self, scope: Scope, shelves: Mapping[str, Shelf], most: int) -> dict[str, int]:
        """Return how many lie on each shelf inside the scope, counted up to `most`: a county has dozens."""
        return {
            name: self.rows.count_documents({**inside(scope), **_on(shelf)}, limit=most, session=self.session)
            for name, shelf in shelves.items()
        }

    def noticed(self, today: date, limit: int) -> list[Nomination]:
        """Return those that hang out today, wherever, the last ones first."""
        wanted = {"state": State.NOTICED.value, "until": {"$gte": today.isoformat()}}
        rows = self.rows.find(wanted, session=self.session).sort("until", DESCENDING).limit(limit)
        return [self._read(row) for row in rows]

    def with_code(self, code: str) -> Nomination | None:
        """Return the one of a public address."""
        row = self.rows.find_one({"code": {"$eq": code}}, session=self.session) if code else None
        return self._read(row) if row else None

    def add(self, nomination: Nomination) -> None:
        """Store a new one with its news; the same open title of one holder never twice."""
        self.rows.insert_one(self._row(nomination), session=self.session)
        self._tell(nomination)

    def save(self, nomination: Nomination) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile."""
        seen = {"_id": nomination.id, "version": nomination.version}
        nomination.version += 1
        if not self.rows.replace_one(seen, self._row(nomination), session=self.session).matched_count:
            raise Stale("changed_meanwhile")
        self._tell(nomination)

    def _tell(self, nomination: Nomination) -> None:
        assert self.session is not None, "news is told inside a transaction"
        for news in nomination.news:
            self.outbox.emit(self.session, title_message(nomination, news))
        nomination.news.clear()

    def _row(self, one: Nomination) -> Document:
        holder, proposal = one.holder, one.proposal
        notes = [step.note for step in one.steps]
        sealed = {"notes": json.dumps([*notes, proposal.note if proposal else ""], ensure_ascii=False)}
        return {
            "_id": one.id,
            "person_id": holder.person_id,
            "enterprise_id": holder.enterprise_id,
            "path": list(holder.path),
            "scope": list(holder.path),
            "title": one.title,
            "policy_id": one.policy_id,
            "state": one.state.value,
            "open": one.open,
            "proposed": proposal is not None,
            "proposal": _proposal_row(proposal) if proposal else None,
            "steps": [_step_row(step) for step in one.steps],
            "answers": one.answers,
            "verdict": [{name: getattr(line, name) for name in Line.__slots__} for line in one.verdict],
            "f": self.vault.seal(self.session, holder.person_id, PLACE, sealed),
            "number": one.number,
            "code": one.code or None,
            "until": _iso(one.until),
            "valid_until": _iso(one.valid_until),
            "origin": one.origin,
            "version": one.version,
        }

    def _read(self, row: Document) -> Nomination:
        notes = self.vault.open(row["person_id"], PLACE, row["f"], self.session)["notes"]
        return _nomination(row, json.loads(notes) if notes.startswith("[") else [])


def indexes(db: Database[Document]) -> None:
    """Create the collections and indexes."""
    rows = db.nominations
    rows.create_index([("person_id", ASCENDING), ("_id", DESCENDING)], name="hers")
    rows.create_index(
        [("scope", ASCENDING), ("state", ASCENDING), ("proposed", ASCENDING), ("_id", DESCENDING)], name="shelves"
    )
    rows.create_index([("state", ASCENDING), ("until", DESCENDING)], name="hanging_out")
    rows.create_index(
        [("code", ASCENDING)], unique=True, name="one_per_code", partialFilterExpression={"code": {"$type": "string"}}
    )
    rows.create_index(
        [("person_id", ASCENDING), ("enterprise_id", ASCENDING), ("title", ASCENDING)],
        unique=True,
        name="one_open_title",
        partialFilterExpression={"open": True},
    )


def _on(shelf: Shelf) -> Document:
    wanted: Document = {"state": {"$in": [state.value for state in shelf.states]}}
    return wanted if shelf.proposed is None else {**wanted, "proposed": shelf.proposed}


def _step_row(step: Step) -> Document:
    return {"what": step.what, "on": step.on.isoformat(), "by": step.by, "reason": step.reason}


def _proposal_row(one: Proposal) -> Document:
    return {"what": one.what.value, "by": one.by, "on": one.on.isoformat(), "reason": one.reason}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _nomination(row: Mapping[str, Any], notes: list[str]) -> Nomination:
    words = [*notes, *[""] * (len(row["steps"]) + 1 - len(notes))]  # of an erased woman no note can be read
    steps = [
        Step(one["what"], date.fromisoformat(one["on"]), one["by"], one["reason"], words[n])
        for n, one in enumerate(row["steps"])
    ]
    return Nomination(
        id=row["_id"],
        holder=Holder(row["person_id"], row["enterprise_id"], tuple(row["path"])),
        title=row["title"],
        policy_id=row["policy_id"],
        state=State(row["state"]),
        steps=steps,
        answers=dict(row["answers"]),
        verdict=tuple(Line(**line) for line in row["verdict"]),
        proposal=_proposal(row["proposal"], words[len(steps)]),
        number=row["number"],
        code=row["code"] or "",
        until=_day(row["until"]),
        valid_until=_day(row["valid_until"]),
        origin=row["origin"],
        version=row["version"],
    )


def _proposal(row: Mapping[str, Any] | None, note: str) -> Proposal | None:
    if row is None:
        return None
    return Proposal(Action(row["what"]), row["by"], date.fromisoformat(row["on"]), row["reason"], note)
