"""Read models: rows folded from events into `<name>_<n>`; a one-document pointer says which one is read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pymongo import ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.events.envelope import Event
from shared.storage.mongo import Document

Row = dict[str, Any]
Fold = Callable[[Row | None, Event], Row | None]


def current(db: Database[Document], name: str, session: ClientSession | None = None) -> str:
    """Return the collection that holds the view now. Ask in each transaction; a rebuild moves the pointer."""
    pointer = db.views.find_one({"_id": name}, session=session)
    return str(pointer["collection"]) if pointer and "collection" in pointer else f"{name}_0"


def fresh(db: Database[Document], name: str) -> str:
    """Return the name of a collection that this view has never had."""
    row = db.views.find_one_and_update(
        {"_id": name}, {"$inc": {"made": 1}}, upsert=True, return_document=ReturnDocument.AFTER
    )
    return f"{name}_{(row or {})['made']}"


def point(db: Database[Document], session: ClientSession, name: str, collection: str) -> None:
    """Let the view be read from this collection, and remember the one before for `drop_old`."""
    before = current(db, name, session)
    change = {"$set": {"collection": collection}, "$addToSet": {"old": before}}
    db.views.update_one({"_id": name}, change, upsert=True, session=session)


def drop_old(db: Database[Document], name: str) -> list[str]:
    """Drop the collections a view no longer reads, and the positions they were built by; return their names."""
    pointer = db.views.find_one({"_id": name}) or {}
    gone = [one for one in pointer.get("old", []) if one != pointer.get("collection")]
    for collection in gone:
        db.drop_collection(collection)
    built = {"$regex": rf"\.{name}_[0-9]+(#[0-9]+)?\Z"}
    db.inbox.delete_many({"$or": [{"consumer": built}, {"_id": built}]})
    db.views.update_one({"_id": name}, {"$set": {"old": []}})
    return gone


@dataclass(frozen=True, slots=True)
class View:
    """A read model with one row per stream: `fold(row or None, event)` returns the row without `_id`, None for no row.

    `fold` is pure and does not look at the order between sources, so any interleaving gives the same row. `types` are
    the events it reads.
    """

    name: str
    fold: Fold
    types: frozenset[str]

    def apply(
        self, db: Database[Document], session: ClientSession, event: Event, collection: str | None = None
    ) -> None:
        """Fold one event into the row, in the collection that is current unless another is named."""
        rows = db[collection or current(db, self.name, session)]
        before = rows.find_one({"_id": event.stream}, session=session)
        if before is not None:
            del before["_id"]
        after = self.fold(before, event)
        if after is None:
            rows.delete_one({"_id": event.stream}, session=session)
        elif after != before:
            rows.replace_one({"_id": event.stream}, {"_id": event.stream, **after}, upsert=True, session=session)
