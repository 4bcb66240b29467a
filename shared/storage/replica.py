"""The replica in MongoDB: collections `cards` and `units`, bound to one transaction."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pymongo import ASCENDING, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.regions import Level
from shared.replica import FEDERATION, Card, Replica, Unit
from shared.storage.mongo import Document
from shared.storage.vault import Vault


class MongoCards:
    """`cards {_id: person_id, path, bands, seq}`; an erased woman's row keeps only its seq."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.cards
        self.session = session

    def get(self, person_id: str) -> Card | None:
        """Return her card, None when nothing has come about her or she is erased."""
        row = self.rows.find_one({"_id": {"$eq": person_id}, "erased": {"$exists": False}}, session=self.session)
        return Card(row["_id"], tuple(row["path"]), row["bands"], row["seq"]) if row else None

    def keep(self, card: Card) -> bool:
        """Store a card unless a newer one is there; return whether it was new."""
        return self._replace(
            card.person_id, card.seq, {"path": list(card.path), "bands": dict(card.bands), "seq": card.seq}
        )

    def forget(self, person_id: str, seq: int) -> None:
        """Erase a card, and remember by its seq that it is gone."""
        self._replace(person_id, seq, {"seq": seq, "erased": True})

    def _replace(self, person_id: str, seq: int, fresh: Document) -> bool:
        older = {"$lt": [{"$ifNull": ["$seq", 0]}, seq]}
        change = {"$replaceWith": {"$cond": [older, {"$literal": {"_id": person_id, **fresh}}, "$$ROOT"]}}
        done = self.rows.update_one({"_id": person_id}, [change], upsert=True, session=self.session)
        return done.upserted_id is not None or done.modified_count > 0


class MongoUnits:
    """`units {_id, parent, path, kind, level, title, division, opened_on, closed_on}` as applicant keeps them."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.units
        self.session = session

    def get(self, unit_id: str) -> Unit | None:
        """Return one unit."""
        row = self.rows.find_one({"_id": {"$eq": unit_id}}, session=self.session)
        return _unit(row) if row else None

    def some(self, unit_ids: Iterable[str]) -> list[Unit]:
        """Return those of the units that are known, in any order."""
        return [_unit(row) for row in self.rows.find({"_id": {"$in": list(unit_ids)}}, session=self.session)]

    def of_level(self, level: Level) -> list[Unit]:
        """Return the open federations of a level, by division."""
        wanted = {"level": int(level), "kind": FEDERATION, "closed_on": None}
        return [_unit(row) for row in self.rows.find(wanted, session=self.session).sort("division", ASCENDING)]

    def below(self, parents: Iterable[str]) -> list[Unit]:
        """Return the open federations directly under some units, by division."""
        wanted = {"parent": {"$in": sorted(parents)}, "kind": FEDERATION, "closed_on": None}
        return [_unit(row) for row in self.rows.find(wanted, session=self.session).sort("division", ASCENDING)]

    def office(self, parent: str, kind: str) -> Unit | None:
        """Return the open office of a kind that hangs directly under a unit, the first opened."""
        return next(iter(self.offices(parent, kind)), None)

    def offices(self, parent: str, kind: str) -> list[Unit]:
        """Return the open offices of a kind that hang directly under a unit, the first opened in front."""
        wanted = {"parent": {"$eq": parent}, "kind": {"$eq": kind}, "closed_on": None}
        rows = self.rows.find(wanted, sort=[("opened_on", ASCENDING), ("_id", ASCENDING)], session=self.session)
        return [_unit(row) for row in rows]

    def put(self, *units: Unit) -> None:
        """Store units as they opened."""
        writes = [ReplaceOne({"_id": unit.id}, _row(unit), upsert=True) for unit in units]
        self.rows.bulk_write(writes, ordered=False, session=self.session)

    def move(self, unit_id: str, parent: str, path: Sequence[str]) -> None:
        """Hang a unit, and all below it, somewhere else."""
        from_it = {"$slice": ["$path", {"$indexOfArray": ["$path", unit_id]}, {"$size": "$path"}]}
        fresh = {"$concatArrays": [{"$literal": list(path)[:-1]}, from_it]}
        self.rows.update_many({"path": {"$eq": unit_id}}, [{"$set": {"path": fresh}}], session=self.session)
        self.rows.update_one({"_id": unit_id}, {"$set": {"parent": parent}}, session=self.session)

    def close(self, unit_id: str, on: date) -> None:
        """Note the day from which it takes nothing new."""
        self.rows.update_one({"_id": unit_id}, {"$set": {"closed_on": on.isoformat()}}, session=self.session)


class BoundKeys:
    """The vault's keys, bound to one transaction."""

    def __init__(self, vault: Vault, session: ClientSession | None) -> None:
        self.vault = vault
        self.session = session

    def destroy(self, person_id: str) -> None:
        """Delete her data key in this service; raises RuntimeError outside a transaction."""
        if self.session is None:
            raise RuntimeError("a key is destroyed inside the transaction that forgets her")
        self.vault.destroy(self.session, person_id)


def bound(db: Database[Document], vault: Vault, session: ClientSession | None) -> Replica:
    """Return the replica of one service, bound to one transaction."""
    return Replica(MongoCards(db, session), MongoUnits(db, session), BoundKeys(vault, session))


def indexes(db: Database[Document]) -> None:
    """Create the collections and indexes of a replica; harmless when they are there."""
    for name in {"cards", "units"} - set(db.list_collection_names()):
        db.create_collection(name)
    db.units.create_index([("path", ASCENDING)], name="below")
    db.units.create_index([("parent", ASCENDING), ("kind", ASCENDING)], name="offices")
    db.units.create_index([("level", ASCENDING), ("kind", ASCENDING), ("division", ASCENDING)], name="by_level")


def _row(unit: Unit) -> Document:
    return {
        "parent": unit.parent,
        "path": list(unit.path),
        "kind": unit.kind,
        "level": unit.level,
        "title": unit.title,
        "division": unit.division,
        "opened_on": unit.opened_on.isoformat(),
        "closed_on": unit.closed_on.isoformat() if unit.closed_on else None,
    }


def _unit(row: dict[str, Any]) -> Unit:
    closed = row["closed_on"]
    return Unit(
        id=row["_id"],
        parent=row["parent"],
        path=tuple(row["path"]),
        kind=row["kind"],
        level=row["level"],
        title=row["title"],
        division=row["division"],
        opened_on=date.fromisoformat(row["opened_on"]),
        closed_on=date.fromisoformat(closed) if closed else None,
    )
