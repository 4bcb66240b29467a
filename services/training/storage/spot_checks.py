"""Spot checks in MongoDB: one document a class."""

from collections.abc import Collection
from datetime import date

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.spot_check import Answer, Call, SpotCheck, Visit
from shared.errors import Stale
from shared.storage.mongo import Document


class MongoSpotChecks:
    """Collection `spot_checks`; calls by place, no names."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.spot_checks
        self.session = session

    def get(self, class_id: str) -> SpotCheck | None:
        """Return those of a class, None before they are drawn."""
        row = self.rows.find_one({"_id": {"$eq": class_id}}, session=self.session)
        return _check(row) if row else None

    def of_classes(self, class_ids: Collection[str]) -> list[SpotCheck]:
        """Return those of classes, as far as they are drawn."""
        return [_check(row) for row in self.rows.find({"_id": {"$in": list(class_ids)}}, session=self.session)]

    def add(self, one: SpotCheck) -> None:
        """Store new ones."""
        self.rows.insert_one(_document(one), session=self.session)

    def save(self, one: SpotCheck) -> None:
        """Store changed ones; raises Stale when somebody saved meanwhile."""
        seen = {"_id": one.id, "version": one.version}
        one.version += 1
        if not self.rows.replace_one(seen, _document(one), session=self.session).matched_count:
            raise Stale("changed_meanwhile")


def _document(one: SpotCheck) -> Document:
    return {
        "_id": one.id,
        "scope": list(one.path),
        "seed": one.seed,
        "drawn_on": one.drawn_on.isoformat(),
        "drawn": list(one.drawn),
        "calls": [
            {"place": place, "answer": call.answer.value, "by": call.by, "on": call.on.isoformat()}
            for place, call in one.calls.items()
        ],
        "visits": [
            {"on": it.on.isoformat(), "there": it.there, "expected": it.expected, "note": it.note, "by": it.by}
            for it in one.visits
        ],
        "version": one.version,
    }


def _check(row: Document) -> SpotCheck:
    calls = {it["place"]: Call(Answer(it["answer"]), it["by"], date.fromisoformat(it["on"])) for it in row["calls"]}
    return SpotCheck(
        id=row["_id"],
        path=tuple(row["scope"]),
        seed=row["seed"],
        drawn_on=date.fromisoformat(row["drawn_on"]),
        drawn=tuple(row["drawn"]),
        calls=calls,
        visits=[Visit(**(it | {"on": date.fromisoformat(it["on"])})) for it in row["visits"]],
        version=row["version"],
    )
