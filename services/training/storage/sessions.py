"""The timetable in MongoDB: one document a session; `needs` lists everything that can be in one place only."""

from collections.abc import Collection, Sequence
from datetime import date, time

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.session import Session, Slot
from services.training.storage.scoped import inside
from shared.access import Scope
from shared.errors import NotFound
from shared.storage.mongo import Document

MOST = 500
_STAYS = frozenset({"_id", "scope", "class_id", "marked"})


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
        return [session_of(row) for row in found.sort([("on", ASCENDING), ("begins", ASCENDING)])]

    def taken(self, needs: Collection[tuple[str, str]], first: date, last: date) -> list[Session]:
        """Return the sessions of these days that need any of these things."""
        wanted = {
            "needs": {"$in": [_need(kind, one) for kind, one in needs]},
            "on": {"$gte": first.isoformat(), "$lte": last.isoformat()},
        }
        return [session_of(row) for row in self.rows.find(wanted, session=self.session)]

    def move(self, sessions: Sequence[Session]) -> None:
        """Store sessions at their new times and places."""
        for one in sessions:
            changed = {name: value for name, value in _document(one, ()).items() if name not in _STAYS}
            self.rows.update_one({"_id": {"$eq": one.id}}, {"$set": changed}, session=self.session)

    def cancel(self, class_id: str) -> None:
        """Free everything a class had."""
        self.rows.delete_many({"class_id": {"$eq": class_id}}, session=self.session)

    def get(self, session_id: str) -> Session:
        """Return one; raises NotFound("session_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": session_id}}, session=self.session)
        if row is None:
            raise NotFound("session_not_found")
        return session_of(row)

    def on(self, scope: Scope, day: date) -> list[Session]:
        """Return the sessions of a day inside the scope, in order of time."""
        found = self.rows.find({**inside(scope), "on": day.isoformat()}, session=self.session)
        return [session_of(row) for row in found.sort([("begins", ASCENDING), ("_id", ASCENDING)]).limit(MOST)]

    def unmarked(self, scope: Scope, until: date) -> list[Session]:
        """Return the sessions up to a day that have no attendance yet, oldest first."""
        wanted = {**inside(scope), "marked": False, "on": {"$lte": until.isoformat()}}
        found = self.rows.find(wanted, session=self.session)
        return [session_of(row) for row in found.sort([("on", ASCENDING), ("begins", ASCENDING)]).limit(MOST)]

    def marked(self, session_id: str) -> None:
        """Note that a session has its attendance."""
        self.rows.update_one({"_id": session_id}, {"$set": {"marked": True}}, session=self.session)


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
        "marked": False,
    }


def session_of(row: Document) -> Session:
    """Read a row of the collection."""
    begins, ends = (time(row[name] // 60, row[name] % 60) for name in ("begins", "ends"))
    slot = Slot(date.fromisoformat(row["on"]), begins, ends, row["minutes"])
    things = (row["room"], tuple(row["teachers"]), tuple(row["equipment"]), row["topic"])
    return Session(row["_id"], row["class_id"], slot, *things)
