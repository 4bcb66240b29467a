"""The monthly tables in MongoDB: `month_<n>`, one row per stream, its counters, and the months that are locked."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain.dispatch import facts, takes
from services.applicant.domain.dispatch.facts import Cell, Row
from services.applicant.domain.dispatch.months import Calendar, Cutoff, time_text
from services.applicant.storage.counters import MONTH, MongoCounters
from shared.events import outbox
from shared.events.views import current
from shared.storage.mongo import Document

NAME = "month"


class MongoMonths:
    """Rows and their counters, changed together in one transaction; `collection` names a rebuild's own."""

    def __init__(
        self, db: Database[Document], session: ClientSession | None, cutoff: Cutoff, collection: str | None = None
    ) -> None:
        self.db = db
        self.session = session
        self.cutoff = cutoff
        self._named = collection

    def note(self, stream: str, word: str, data: Mapping[str, Any], said: str) -> None:
        """Take one more event of a stream, and move the counters by exactly what that changes."""
        before = self.rows.find_one({"_id": stream}, {"_id": 0}, session=self.session)
        self._replace(stream, before, takes.fold(before, word, data, (said, self.calendar)))

    def redraw(self, month: str) -> None:
        """Count anew what came too late for a month, after it was locked once more."""
        for row in list(self.rows.find({"late": month}, session=self.session)):
            stream = row.pop("_id")
            self._replace(stream, row, facts.drawn(row["facts"], self.calendar))

    def page(self, entries: Sequence[str], after: str, limit: int) -> list[Row]:
        """Return rows with a fact that begins under one of the entries "<unit>/<measure>/<month>", by stream."""
        return self._page("counts", list(entries), after, limit)

    def page_of_all(self, entry: str, after: str, limit: int) -> list[Row]:
        """Return rows with a fact under "<unit>/<measure>" in any month, by stream."""
        return self._page("has", [entry], after, limit)

    def page_of_fixes(self, entry: str, after: str, limit: int) -> list[Row]:
        """Return rows with a correction under "<unit>/<month>", by stream."""
        return self._page("fixes", [entry], after, limit)

    def full_count(self) -> dict[Cell, int]:
        """Return every cell counted from the rows themselves."""
        found: dict[Cell, int] = {}
        for row in self.rows.find({}, {"facts": 1}, session=self.session):
            for cell, n in facts.cells(row).items():
                found[cell] = found.get(cell, 0) + n
        return found

    @cached_property
    def calendar(self) -> Calendar:
        """Return the cut-off and the locks as they stand in this transaction."""
        return calendar(self.db, self.cutoff, self.session)

    @cached_property
    def rows(self) -> Any:
        """Return the collection: asked for once per transaction, because a rebuild moves the pointer."""
        return self.db[self._named or current(self.db, NAME, self.session)]

    @cached_property
    def counters(self) -> MongoCounters:
        """Return the counters of the same collection."""
        return MongoCounters(self.db, self.session, self.rows.name, MONTH)

    def _replace(self, stream: str, before: Row | None, after: Row) -> None:
        if self.session is None:
            raise RuntimeError("a row and its counters change in one transaction")
        if after != before:
            self.rows.replace_one({"_id": stream}, after, upsert=True, session=self.session)
            self.counters.add(facts.changes(before, after))

    def _page(self, field: str, entries: list[str], after: str, limit: int) -> list[Row]:
        wanted = {field: {"$in": entries}, "_id": {"$gt": after}}
        return list(self.rows.find(wanted, session=self.session).sort("_id", ASCENDING).limit(limit))


def calendar(db: Database[Document], cutoff: Cutoff, session: ClientSession | None = None) -> Calendar:
    """Return the calendar with the locks that stand now."""
    rows = db.dispatch_months.find({}, {"versions": {"$slice": -1}}, session=session)
    return Calendar(cutoff, {row["_id"]: time_text(row["versions"][-1]["at"]) for row in rows})


def ensure(db: Database[Document]) -> None:
    """Make the collection that is read now, and its indexes; the view begins as month_0."""
    name = current(db, NAME)
    outbox.collections(db, name, "month_counters", "dispatch_months", "dispatch_targets", "dispatch_reports")
    prepare(db, name)
    db.month_counters.create_index([("of", ASCENDING), ("unit", ASCENDING), ("month", ASCENDING)], name="history")


def prepare(db: Database[Document], collection: str) -> None:
    """Make the indexes by which every number finds its list."""
    for field in ("counts", "has", "late", "fixes"):
        db[collection].create_index([(field, ASCENDING), ("_id", ASCENDING)], name=field)


def count(db: Database[Document], collection: str, cutoff: Cutoff) -> None:
    """Write the counters of a collection that was filled without them; nobody may write to it meanwhile."""
    months = MongoMonths(db, None, cutoff, collection)
    MongoCounters(db, None, collection, MONTH).set_all(months.full_count())
