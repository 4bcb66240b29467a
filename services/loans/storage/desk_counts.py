"""How much lies on each desk, by list and by due day: counter rows that move in the transaction that moves the case.

One row for each desk and township (design §4.6): a row for a whole county would make its officers wait for one another.
"""

from collections.abc import Iterable

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.usecases.desk.ports import Load
from shared.storage.mongo import Document

COUNTED = {"desk": True}


class DeskCounts:
    """Collection `desk_counts {_id: <office>:<desk>:<town>, office, desk, town, lists: {list: n}, due: {day: n}}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.desk_counts
        self.session = session

    def moved(self, before: Document, after: Document) -> None:
        """Take a case off the row where it lay and put it on the one where it lies; nothing when it did not move."""
        old, new = _places(before), _places(after)
        for place in old:
            if place not in new:
                self._step(place, -1)
        for place in new:
            if place not in old:
                self._step(place, 1)

    def of(self, offices: Iterable[str]) -> Load:
        """Return the sum over some offices."""
        lists: dict[str, int] = {}
        due: dict[str, int] = {}
        for row in self.rows.find({"office": {"$in": sorted(offices)}}, session=self.session):
            _add(lists, row.get("lists", {}))
            _add(due, row.get("due", {}))
        return Load(lists, due)

    def _step(self, place: Document, step: int) -> None:
        names = {name: place[name] for name in ("office", "desk", "town")}
        fields = [f"lists.{place['list']}", *([f"due.{place['due_on']}"] if place["list"] == "open" else ())]
        change = {name: {"$literal": value} for name, value in names.items()} | {
            name: _plus(name, step) for name in fields
        }
        self.rows.update_one({"_id": ":".join(names.values())}, [{"$set": change}], upsert=True, session=self.session)


def _places(row: Document) -> list[Document]:
    return [one for one in (row.get("desk"), (row.get("side") or {}).get("desk")) if one]


def _plus(field: str, step: int) -> Document:
    """Return a count with one more or less; at none the field goes, or a row would keep every day there ever was."""
    sum_ = {"$add": [{"$ifNull": [f"${field}", 0]}, step]}
    return {"$let": {"vars": {"n": sum_}, "in": {"$cond": [{"$eq": ["$$n", 0]}, "$$REMOVE", "$$n"]}}}


def _add(total: dict[str, int], more: dict[str, int]) -> None:
    for name, count in more.items():
        total[name] = total.get(name, 0) + count
