"""Counters of a view: one row per unit and month (and "now") with a number per stage, so a table is one read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pymongo import InsertOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.clock import Clock
from shared.events.views import current
from shared.storage.mongo import Document

PAGE = 1000

Cell = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """A view and the collection of its counters."""

    view: str
    collection: str


JOURNEY = Counted("journey", "journey_counters")
MONTH = Counted("month", "month_counters")


class MongoCounters:
    """`<view>_counters {_id: "<collection>/<unit>/<month>", of, unit, month, n: {what: count}, at}`.

    `at` is server time of the last change. Rows are written with what they count, in the same transaction.
    """

    def __init__(
        self, db: Database[Document], session: ClientSession | None, of: str | None = None, what: Counted = JOURNEY
    ) -> None:
        self.counters = db[what.collection]
        self.view = what.view
        self.session = session
        self._of = of

    @cached_property
    def of(self) -> str:
        """Return the collection whose rows are counted: the one that is read now, unless another was named."""
        return self._of or current(self.counters.database, self.view, self.session)

    def add(self, changes: Mapping[Cell, int]) -> None:
        """Add to each cell, one write per row."""
        by_row: dict[tuple[str, str], dict[str, int]] = {}
        for (unit, month, stage), by in sorted(changes.items()):
            by_row.setdefault((unit, month), {})[f"n.{stage}"] = by
        if by_row:
            writes = [self._added(*place, inc) for place, inc in by_row.items()]
            self.counters.bulk_write(writes, ordered=True, session=self.session)

    def read(self, units: Iterable[str], month: str) -> dict[str, Document]:
        """Return the rows of some units and one month by unit: `n` and `at`; units nobody has reached are left out."""
        ids = [self._id(unit, month) for unit in units]
        return {row["unit"]: row for row in self.counters.find({"_id": {"$in": ids}}, session=self.session)}

    def history(self, units: Iterable[str], until: str) -> list[Document]:
        """Return every row of some units up to a month: `unit`, `month`, `n`, `at`."""
        wanted = {"of": self.of, "unit": {"$in": list(units)}, "month": {"$lte": until}}
        return list(self.counters.find(wanted, session=self.session))

    def cells(self) -> dict[Cell, int]:
        """Return every cell that is not zero."""
        rows = self.counters.find({"of": self.of}, session=self.session)
        return {(row["unit"], row["month"], stage): n for row in rows for stage, n in row["n"].items() if n}

    def set_all(self, cells: Mapping[Cell, int]) -> None:
        """Write the counters of a new collection."""
        rows: dict[tuple[str, str], dict[str, int]] = {}
        for (unit, month, stage), count in sorted(cells.items()):
            rows.setdefault((unit, month), {})[stage] = count
        writes = [InsertOne(self._row(place, n)) for place, n in rows.items()]
        for start in range(0, len(writes), PAGE):
            self.counters.bulk_write(writes[start : start + PAGE], ordered=False)

    def drop(self) -> None:
        """Delete the counters of a collection that is dropped."""
        self.counters.delete_many({"of": self.of})

    def _id(self, unit: str, month: str) -> str:
        return f"{self.of}/{unit}/{month}"

    def _row(self, place: tuple[str, str], n: Mapping[str, int]) -> Document:
        unit, month = place
        return {"_id": self._id(*place), "of": self.of, "unit": unit, "month": month, "n": n, "at": Clock.real_now()}

    def _added(self, unit: str, month: str, inc: Mapping[str, int]) -> UpdateOne:
        fresh = {"of": self.of, "unit": unit, "month": month}
        change = {"$inc": dict(inc), "$currentDate": {"at": True}, "$setOnInsert": fresh}
        return UpdateOne({"_id": self._id(unit, month)}, change, upsert=True)
