"""Databases that tests use one after another: to make all collections and indexes takes longer than most tests."""

from collections.abc import Callable
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

Ensure = Callable[[Database[dict[str, Any]]], None]

REUSED = "t_reused_"  # the prefix of what is emptied after a test instead of dropped
_READY: set[tuple[object, str]] = set()


def furnish(db: Database[dict[str, Any]], ensure: Ensure) -> None:
    """Give a database its collections and indexes, a reused one only the first time."""
    known = (db.client.address, db.name)
    if known in _READY:
        return
    ensure(db)
    if db.name.startswith(REUSED):
        _READY.add(known)


def leave(db: Database[dict[str, Any]]) -> None:
    """Leave nothing behind: empty a reused database, drop another."""
    if not db.name.startswith(REUSED):
        db.client.drop_database(db.name)
        return
    for name in db.list_collection_names():
        if db[name].estimated_document_count():
            db[name].delete_many({})


def stores(client: MongoClient[dict[str, Any]], ensure: Ensure) -> Database[dict[str, Any]]:
    """Return the reused database that has what `ensure` makes; `leave` it when the test ends."""
    db = client[REUSED + ensure.__module__.replace(".", "_")]
    furnish(db, ensure)
    return db
