"""The journey in MongoDB: `journey_<n>`, one row per woman; the pointer `views/journey` says which n is read."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain import journey
from services.applicant.domain.journey import NOW, Cell, Row
from services.applicant.storage.counters import MongoCounters
from shared.access import Scope
from shared.errors import NotFound
from shared.events import outbox
from shared.events.views import current
from shared.storage.mongo import Document, eq

NAME = "journey"
SHORT = {"scope": 1, "stage": 1, "stages": 1, "lost": 1, "year": 1}


class MongoJourneys:
    """Rows and their counters, changed together in one transaction; `collection` names a rebuild's own."""

    def __init__(self, db: Database[Document], session: ClientSession | None, collection: str | None = None) -> None:
        self.db = db
        self.session = session
        self._named = collection

    def note(self, person_id: str, word: str, data: Mapping[str, Any]) -> None:
        """Fold one more fact into her row, and move the counters by exactly what that changes."""
        if self.session is None:
            raise RuntimeError("a row and its counters change in one transaction")
        before = self.rows.find_one({"_id": person_id}, {"_id": 0}, session=self.session)
        after = journey.fold(before, word, data)
        if after == before:
            return
        self.rows.replace_one({"_id": person_id}, after, upsert=True, session=self.session)
        self.counters.add(journey.changes(before, after))

    def get(self, scope: Scope, person_id: str) -> Row:
        """Return her row where she belongs inside the scope; raises NotFound("journey_not_found")."""
        row = self.hers(person_id)
        if row is None or not scope.holds(row["scope"]):
            raise NotFound("journey_not_found")
        return row

    def hers(self, person_id: str) -> Row | None:
        """Return her row as she sees it herself; None before anything was heard, and after she was erased."""
        row: Row | None = self.rows.find_one(eq({"_id": person_id}))
        return row if row and row["scope"] else None

    def page(self, cell: Cell, after: str, limit: int) -> list[Row]:
        """Return the rows behind one number, by id, those past `after`, without their facts."""
        field, entries = journey.keys_of_list(cell)
        wanted = {field: {"$in": entries}, "_id": {"$gt": after}}
        return list(self.rows.find(wanted, SHORT).sort("_id", ASCENDING).limit(limit))

    def full_count(self) -> dict[Cell, int]:
        """Return every cell counted from the rows themselves."""
        found: dict[Cell, int] = {}
        for field in ("here", "reached"):
            for entry, count in _counted(self.rows.database, self.rows.name, field, self.session):
                unit, stage, month = (*entry.split("/"), NOW)[:3]
                found[unit, month, stage] = count
        return found

    @cached_property
    def rows(self) -> Any:
        """Return the collection: asked for once per transaction, because a rebuild moves the pointer."""
        return self.db[self._named or current(self.db, NAME, self.session)]

    @cached_property
    def counters(self) -> MongoCounters:
        """Return the counters of the same collection."""
        return MongoCounters(self.db, self.session, self.rows.name)


def ensure(db: Database[Document]) -> None:
    """Make the collection that is read now, and its indexes; the view begins as journey_0."""
    name = current(db, NAME)
    outbox.collections(db, name, "journey_counters")
    prepare(db, name)
    db.journey_counters.create_index([("of", ASCENDING)], name="of")


def prepare(db: Database[Document], collection: str) -> None:
    """Make the two indexes by which every number finds its list."""
    for field in ("here", "reached"):
        db[collection].create_index([(field, ASCENDING), ("_id", ASCENDING)], name=field)


def count(db: Database[Document], collection: str) -> None:
    """Write the counters of a collection that was filled without them; nobody may write to it meanwhile."""
    MongoCounters(db, None, collection).set_all(MongoJourneys(db, None, collection).full_count())


def _counted(
    db: Database[Document], collection: str, field: str, session: ClientSession | None
) -> Iterator[tuple[str, int]]:
    count_each: Document = {"$group": {"_id": f"${field}", "n": {"$sum": 1}}}
    group: list[Document] = [{"$project": {field: 1}}, {"$unwind": f"${field}"}, count_each]
    for row in db[collection].aggregate(group, session=session):
        yield row["_id"], row["n"]
