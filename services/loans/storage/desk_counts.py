"""How much lies on each desk, by list and by due day: counter rows that move in the transaction that moves the case."""

from collections.abc import Iterable
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.usecases.desk.ports import Load
from shared.storage.mongo import Document

COUNTED = {"desk": True}


class DeskCounts:
    """Collection `desk_counts {_id: <office>:<desk>, office, desk, lists: {list: n}, due: {day: n}}`."""

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
        change: dict[str, Any] = {f"lists.{place['list']}": step}
        if place["list"] == "open":
            change[f"due.{place['due_on']}"] = step
        names = {"office": place["office"], "desk": place["desk"]}
        self.rows.update_one(
            {"_id": f"{place['office']}:{place['desk']}"},
            {"$inc": change, "$setOnInsert": names},
            upsert=True,
            session=self.session,
        )


def _places(row: Document) -> list[Document]:
    return [one for one in (row.get("desk"), (row.get("side") or {}).get("desk")) if one]


def _add(total: dict[str, int], more: dict[str, int]) -> None:
    for name, count in more.items():
        total[name] = total.get(name, 0) + count
