"""Places in classes: one document for a woman and a class, a roster's remark sealed under her key."""

from collections.abc import Collection
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.enrolment import Enrolment, Origin, State, Turn
from services.training.domain.points import Correction, Score
from services.training.domain.waiting import in_order
from services.training.storage.scoped import tell
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE = "enrolments"


class MongoEnrolments:
    """Collection `enrolments`; `live` rows are unique by class and person."""

    def __init__(self, db: Database[Document], session: ClientSession | None, outbox: Outbox, vault: Vault) -> None:
        self.rows = db.enrolments
        self.session = session
        self.outbox = outbox
        self.vault = vault

    def get(self, enrolment_id: str) -> Enrolment:
        """Return one; raises NotFound("enrolment_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": enrolment_id}}, session=self.session)
        if row is None:
            raise NotFound("enrolment_not_found")
        return _enrolment(row)

    def live(self, class_id: str, person_id: str) -> Enrolment | None:
        """Return hers in a class while she has a place or waits."""
        wanted = {"class_id": {"$eq": class_id}, "person_id": {"$eq": person_id}, "live": True}
        row = self.rows.find_one(wanted, session=self.session)
        return _enrolment(row) if row else None

    def of_person(self, person_id: str) -> list[Enrolment]:
        """Return all of hers, newest first."""
        found = self.rows.find({"person_id": {"$eq": person_id}}, session=self.session)
        return [_enrolment(row) for row in found.sort("_id", DESCENDING)]

    def of_class(self, class_id: str, state: State) -> list[Enrolment]:
        """Return those of a class in a state: by their turn where they wait, else in the order they came."""
        found = self.of_classes([class_id], {state})
        return in_order(found) if state is State.WAITLISTED else found

    def of_classes(self, class_ids: Collection[str], states: Collection[State]) -> list[Enrolment]:
        """Return those of several classes in any of the states, in the order they came."""
        wanted = {"class_id": {"$in": list(class_ids)}, "state": {"$in": sorted(state.value for state in states)}}
        return [_enrolment(row) for row in self.rows.find(wanted, session=self.session).sort("_id", ASCENDING)]

    def elsewhere(self, person_ids: Collection[str], class_id: str) -> list[Enrolment]:
        """Return the live places of these women in any other class."""
        wanted = {"person_id": {"$in": sorted(person_ids)}, "live": True, "class_id": {"$ne": class_id}}
        return [_enrolment(row) for row in self.rows.find(wanted, session=self.session)]

    def add(self, one: Enrolment, remark: str = "") -> None:
        """Store a new one with its news; the remark is sealed under her key."""
        said = {"remark": remark} if remark else {}
        sealed = self.vault.seal(self.session, one.person_id, PLACE, said) if said else {}
        self.rows.insert_one(_document(one) | {"sealed": sealed}, session=self.session)
        tell(self.outbox, self.session, one.news)
        one.news.clear()

    def save(self, one: Enrolment) -> None:
        """Store a changed one with its news; raises Stale."""
        seen = {"_id": one.id, "version": one.version}
        one.version += 1
        if not self.rows.update_one(seen, {"$set": _document(one)}, session=self.session).matched_count:
            raise Stale("changed_meanwhile")
        tell(self.outbox, self.session, one.news)
        one.news.clear()


def _document(one: Enrolment) -> Document:
    origin = one.origin
    return {
        "_id": one.id,
        "person_id": one.person_id,
        "class_id": one.class_id,
        "scope": list(one.path),
        "channel": origin.channel,
        "by": origin.by,
        "asked_at": origin.at,
        "warnings": list(origin.warnings),
        "state": one.state.value,
        "live": one.live,
        "rank": one.rank,
        "since_on": one.since.isoformat() if one.since else None,
        "reason": one.reason,
        "minutes": one.minutes,
        "scores": [_score(score) for score in one.scores],
        "corrections": [_correction(right) for right in one.corrections],
        "turn": _turn(one.turn),
        "version": one.version,
    }


def _turn(turn: Turn) -> Document:
    return {"standing": list(turn.standing), "party": turn.party, "size": turn.size, "answer_by": turn.answer_by}


def _took_turn(row: Document) -> Turn:
    return Turn(tuple(row["standing"]), row["party"], row["size"], row["answer_by"])


def _score(score: Score) -> Document:
    return {"theory": score.theory, "practice": score.practice, "on": score.on.isoformat(), "by": score.by} | (
        {"void": score.void} if score.void else {}
    )


def _scored(row: dict[str, Any]) -> Score:
    return Score(row["theory"], row["practice"], date.fromisoformat(row["on"]), row["by"], row.get("void", ""))


def _correction(right: Correction) -> Document:
    said = {"number": right.number, "theory": right.theory, "practice": right.practice, "was": list(right.was)}
    return {**said, "reason": right.reason, "by": right.by, "at": right.at}


def _corrected(row: dict[str, Any]) -> Correction:
    points = (row["number"], row["theory"], row["practice"])
    theory, practice = row["was"]
    return Correction(*points, row["reason"], row["by"], row["at"], (theory, practice))


def _enrolment(row: Document) -> Enrolment:
    return Enrolment(
        id=row["_id"],
        person_id=row["person_id"],
        class_id=row["class_id"],
        path=tuple(row["scope"]),
        origin=Origin(row["channel"], row["by"], row["asked_at"], tuple(row["warnings"])),
        state=State(row["state"]),
        rank=row["rank"],
        since=date.fromisoformat(row["since_on"]) if row["since_on"] else None,
        reason=row["reason"],
        minutes=row.get("minutes"),  # rows of before the first exam have neither
        scores=tuple(_scored(score) for score in row.get("scores", ())),
        corrections=tuple(_corrected(right) for right in row.get("corrections", ())),
        turn=_took_turn(row["turn"]) if "turn" in row else Turn(),
        version=row["version"],
    )
