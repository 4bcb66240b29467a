"""Rooms, teachers and equipment: one collection, told apart by `sort`."""

from collections.abc import Collection, Sequence

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.place import Equipment, Organiser, Places, Room, Teacher, Thing
from services.training.storage.scoped import inside
from shared.access import Scope
from shared.storage.mongo import Document

MOST = 1000  # in one answer: a city has some hundred rooms and teachers


class MongoResources:
    """Collection `resources`; teachers are staff: the name that is shown, no phone."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.resources
        self.session = session

    def of(self, scope: Scope) -> Places:
        """Return everything inside the scope."""
        return self._found(inside(scope))

    def some(self, ids: Collection[str]) -> Places:
        """Return those that exist, wherever they lie."""
        return self._found({"_id": {"$in": sorted(ids)}})

    def near(self, path: Sequence[str]) -> Places:
        """Return what a unit may plan with: what is inside it, and what the units above it lend; nothing retired."""
        above = [list(path[:depth]) for depth in range(1, len(path))]
        there = {"$or": [{"scope": {"$eq": path[-1]}}, {"scope": {"$in": above}}]}
        return self._found({**there, "retired": {"$ne": True}})

    def _found(self, wanted: Document) -> Places:
        rows = list(self.rows.find(wanted, session=self.session).sort("_id", ASCENDING).batch_size(MOST))
        return Places(
            [_room(row) for row in rows if row["sort"] == "room"],
            [_teacher(row) for row in rows if row["sort"] == "teacher"],
            [_equipment(row) for row in rows if row["sort"] == "equipment"],
            [_organiser(row) for row in rows if row["sort"] == "organiser"],
        )

    def put(self, one: Thing) -> None:
        """Store one, new or changed."""
        self.rows.replace_one({"_id": one.id}, _document(one), upsert=True, session=self.session)


def _document(one: Thing) -> Document:
    match one:
        case Room():
            said: Document = {"sort": "room", "title": one.title, "address": one.address, "seats": one.seats}
        case Teacher():
            said = {"sort": "teacher", "name": one.name, "title": one.title, "trades": list(one.trades)}
            said |= {"degree": one.degree}
        case Equipment():
            said = {"sort": "equipment", "kind": one.kind, "title": one.title, "count": one.count, "room": one.room}
        case Organiser():
            who = {"legal": one.legal, "contact": one.contact, "phone": one.phone}
            said = {"sort": "organiser", "title": one.title, **who, "textbooks": dict(one.textbooks)}
    return {"_id": one.id, "scope": list(one.path), **said, "retired": one.retired}


def _room(row: Document) -> Room:
    return Room(row["_id"], row["title"], row["address"], row["seats"], tuple(row["scope"]), row.get("retired", False))


def _teacher(row: Document) -> Teacher:
    return Teacher(
        id=row["_id"],
        name=row["name"],
        title=row["title"],
        trades=tuple(row["trades"]),
        path=tuple(row["scope"]),
        retired=row.get("retired", False),
        degree=row.get("degree", ""),
    )


def _organiser(row: Document) -> Organiser:
    who = (row["_id"], row["title"], row["legal"], row["contact"], row["phone"])
    return Organiser(*who, tuple(row["scope"]), row["textbooks"], row["retired"])


def _equipment(row: Document) -> Equipment:
    return Equipment(
        row["_id"], row["kind"], row["title"], row["count"], row["room"], tuple(row["scope"]), row.get("retired", False)
    )
