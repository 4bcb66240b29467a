"""Attendance in MongoDB: one document a session, with every correction in it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.attendance import Change, Mark, Sheet, Tick
from shared.errors import Stale
from shared.storage.mongo import Document

ABOUT = timedelta(minutes=15)


class MongoSheets:
    """Collection `attendance`; `_id` is the session's."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.attendance
        self.session = session

    def get(self, session_id: str) -> Sheet | None:
        """Return the sheet of a session, None before it is taken."""
        row = self.rows.find_one({"_id": {"$eq": session_id}}, session=self.session)
        return _sheet(row) if row else None

    def of_class(self, class_id: str) -> list[Sheet]:
        """Return those of a class."""
        return self.of_classes([class_id])

    def of_classes(self, class_ids: Collection[str]) -> list[Sheet]:
        """Return those of several classes, in any order."""
        return [_sheet(row) for row in self.rows.find({"class_id": {"$in": list(class_ids)}}, session=self.session)]

    def by_hands(self, accounts: Collection[str], first: datetime, last: datetime) -> list[Sheet]:
        """Return those that any of these accounts wrote about then, a quarter of an hour more at each end."""
        wanted = {"by": {"$in": sorted(accounts)}, "at": {"$gte": first - ABOUT, "$lte": last + ABOUT}}
        return [_sheet(row) for row in self.rows.find(wanted, session=self.session)]

    def add(self, one: Sheet) -> None:
        """Store a new one."""
        self.rows.insert_one(_document(one), session=self.session)

    def save(self, one: Sheet) -> None:
        """Store a changed one; raises Stale."""
        seen = {"_id": one.id, "version": one.version}
        one.version += 1
        if not self.rows.replace_one(seen, _document(one), session=self.session).matched_count:
            raise Stale("changed_meanwhile")


def _document(one: Sheet) -> Document:
    return {
        "_id": one.id,
        "class_id": one.class_id,
        "scope": list(one.path),
        "minutes": one.minutes,
        "ticks": {place: _tick(tick) for place, tick in one.ticks.items()},
        "by": one.by,
        "at": one.at,
        "changes": [_change(change) for change in one.changes],
        "version": one.version,
    }


def _tick(tick: Tick) -> Document:
    return {"mark": tick.mark.value, "missed": tick.missed}


def _change(change: Change) -> Document:
    return {
        "enrolment_id": change.enrolment_id,
        "before": _tick(change.before) if change.before else None,
        "after": _tick(change.after),
        "reason": change.reason,
        "by": change.by,
        "at": change.at,
    }


def _sheet(row: Document) -> Sheet:
    return Sheet(
        id=row["_id"],
        class_id=row["class_id"],
        path=tuple(row["scope"]),
        minutes=row["minutes"],
        ticks={place: _read(tick) for place, tick in row["ticks"].items()},
        by=row["by"],
        at=row["at"],
        changes=[_changed(change) for change in row["changes"]],
        version=row["version"],
    )


def _changed(row: dict[str, Any]) -> Change:
    before = _read(row["before"]) if row["before"] else None
    return Change(row["enrolment_id"], before, _read(row["after"]), row["reason"], row["by"], row["at"])


def _read(row: dict[str, Any]) -> Tick:
    return Tick(Mark(row["mark"]), row["missed"])
