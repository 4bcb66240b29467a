"""The timetable in MongoDB: one document a session; `needs` lists everything that can be in one place only."""

from collections.abc import Collection, Sequence
from datetime import date, time

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.session import Session, Slot
from shared.storage.mongo import Document


class MongoSessions:
    """Collection `sessions`; times are minutes of the business day, so that no zone shifts them."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.sessions
        self.session = session

    def add(self, sessions: Sequence[Session], path: tuple[str, ...]) -> None:
        """Store sessions that lie in these units."""
        if sessions:
            self.rows.insert_many([_document(one, path) for one in sessions], session=self.session)

    def of_classes(self, class_ids: Collection[str]) -> list[Session]:
        """Return the sessions of classes, in order of time."""
        found = self.rows.find({"class_id": {"$in": list(class_ids)}}, session=self.session)
        return [_session(row) for row in found.sort([("on", ASCENDING), ("begins", ASCENDING)])]

    def taken(self, needs: Collection[tuple[str, str]], first: date, last: date) -> list[Session]:
        """Return the sessions of these days that need any of these things."""
        wanted = {
            "needs": {"$in": [_need(kind, one) for kind, one in needs]},
            "on": {"$gte": first.isoformat(), "$lte": last.isoformat()},
        }
        return [_session(row) for row in self.rows.find(wanted, session=self.session)]

    def cancel(self, class_id: str) -> None:
        """Free everything a class had."""
        self.rows.delete_many({"class_id": {"$eq": class_id}}, session=self.session)


def _need(kind: str, one: str) -> str:
    return f"{kind}:{one}"


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _document(one: Session, path: tuple[str, ...]) -> Document:
    slot = one.slot
    return {
        "_id": one.id,
        "class_id": one.class_id,
        "scope": list(path),
        "on": slot.on.isoformat(),
        "begins": _minute(slot.begins),
        "ends": _minute(slot.ends),
        "minutes": slot.minutes,
        "room": one.room,
        "teachers": list(one.teachers),
        "equipment": list(one.equipment),
        "needs": [_need(kind, thing) for kind, thing in one.needs],
        "topic": one.topic,
    }


def _session(row: Document) -> Session:
    begins, ends = (time(row[name] // 60, row[name] % 60) for name in ("begins", "ends"))
    slot = Slot(date.fromisoformat(row["on"]), begins, ends, row["minutes"])
    things = (row["room"], tuple(row["teachers"]), tuple(row["equipment"]), row["topic"])
    return Session(row["_id"], row["class_id"], slot, *things)
