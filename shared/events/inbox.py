"""The inbox in MongoDB: positions per (consumer, source, stream), parked events, poison records."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo import ASCENDING, InsertOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.clock import Clock
from shared.errors import Stale
from shared.events.envelope import Event, Record, from_record, to_record
from shared.events.gate import Key, Parked, Position, Reason
from shared.events.outbox import collections
from shared.storage.mongo import Document


class MongoInbox:
    """Collections `inbox` and `inbox_parked` of one database, for one consumer, in one transaction."""

    def __init__(self, db: Database[Document], consumer: str, session: ClientSession, slot: int = 0) -> None:
        self.inbox = db.inbox
        self.parked = db.inbox_parked
        self.consumer = consumer
        self.session = session
        self.slot = slot

    def open(self, keys: Iterable[Key]) -> dict[Key, Position]:
        """Return the position of each stream, fresh ones for streams never seen."""
        wanted = {self._id(key): key for key in keys}
        found = {key: Position() for key in wanted.values()}
        for row in self.inbox.find({"_id": {"$in": list(wanted)}}, session=self.session):
            found[wanted[row["_id"]]] = Position(row["pos"], row["parked"], row["halted"], known=True)
        return found

    def save(self, before: Mapping[Key, Position], after: Mapping[Key, Position]) -> None:
        """Write what changed; raises Stale when somebody else has moved one of them.

        The turnstile row goes with every batch: whoever writes it too (rebuild.py) cannot miss a batch in flight.
        """
        changed = [key for key in after if after[key] != before[key]]
        if not changed:
            return
        writes = [self._write(key, before[key], after[key]) for key in changed]
        turn = UpdateOne({"_id": turnstile(self.consumer, self.slot)}, {"$inc": {"n": 1}}, upsert=True)
        result = self.inbox.bulk_write([turn, *writes], ordered=True, session=self.session)
        if result.matched_count + result.upserted_count + result.inserted_count != len(writes) + 1:
            raise Stale("position_moved")

    def park(self, rows: Sequence[Parked]) -> dict[Key, int]:
        """Store events that are not parked yet; return how many were new per stream."""
        ids = {self._id(row.key, row.event.seq): row for row in rows}
        there = self.parked.find({"_id": {"$in": list(ids)}}, {"_id": 1}, session=self.session)
        for row in there:
            ids.pop(row["_id"])
        if ids:
            self.parked.insert_many([self._row(row) for row in ids.values()], session=self.session)
        new: dict[Key, int] = {}
        for parked in ids.values():
            new[parked.key] = new.get(parked.key, 0) + 1
        return new

    def waiting(self, key: Key, after: int, limit: int) -> list[Parked]:
        """Return parked events of a stream numbered above `after`, in order."""
        wanted = {**self._of(key), "seq": {"$gt": after}}
        rows = self.parked.find(wanted, session=self.session).sort("seq", ASCENDING).limit(limit)
        return [Parked(event_of(row), Reason(row["reason"]), row["error"], row["attempts"]) for row in rows]

    def settle(self, key: Key, up_to: int) -> int:
        """Remove parked events numbered `up_to` or lower; return how many are left."""
        self.parked.delete_many({**self._of(key), "seq": {"$lte": up_to}}, session=self.session)
        return self.parked.count_documents(self._of(key), session=self.session)

    def fail(self, row: Parked) -> None:
        """Store the row with one attempt more, whether it was parked before or not."""
        fresh = self._row(row)
        news = {"reason": fresh.pop("reason"), "error": fresh.pop("error"), "last_at": fresh.pop("last_at")}
        fresh.pop("attempts")
        change = {"$set": news, "$setOnInsert": fresh, "$inc": {"attempts": 1}, "$unset": {"replay": ""}}
        self.parked.update_one({"_id": fresh["_id"]}, change, upsert=True, session=self.session)

    def clear(self, stream: str) -> None:
        """Remove what is parked of a stream, in every source, and move its positions past it."""
        hers = {"consumer": self.consumer, "stream": stream}
        highest: dict[str, int] = {}
        for row in self.parked.find(hers, {"source": 1, "seq": 1}, session=self.session):
            highest[row["source"]] = max(row["seq"], highest.get(row["source"], 0))
        self.parked.delete_many(hers, session=self.session)
        for source, seq in highest.items():
            change = {"$max": {"pos": seq}, "$set": {"parked": 0, "halted": False}}
            self.inbox.update_one({"_id": self._id((source, stream))}, change, session=self.session)

    def _id(self, key: Key, seq: int | None = None) -> str:
        name = f"{self.consumer}{key[0]}/{key[1]}"
        return name if seq is None else f"{name}/{seq}"

    def _of(self, key: Key) -> Document:
        return {"consumer": self.consumer, "source": key[0], "stream": key[1]}

    def _write(self, key: Key, before: Position, after: Position) -> InsertOne[Document] | UpdateOne:
        now = {"pos": after.pos, "parked": after.parked, "halted": after.halted}
        if not before.known:
            return InsertOne({"_id": self._id(key), **self._of(key), **now})
        seen = {"_id": self._id(key), "pos": before.pos, "parked": before.parked, "halted": before.halted}
        return UpdateOne(seen, {"$set": now})

    def _row(self, parked: Parked) -> Document:
        event, now = parked.event, Clock.real_now()
        return {
            "_id": self._id(parked.key, event.seq),
            **self._of(parked.key),
            "seq": event.seq,
            "type": event.type,
            "event_id": event.id,
            "scope": _scope(event),
            "reason": parked.reason.value,
            "error": parked.error,
            "attempts": parked.attempts,
            "first_at": now,
            "last_at": now,
            "record": record_document(to_record(event)),
        }


def turnstile(consumer: str, slot: int = 0) -> str:
    """Return the id of the row that every batch of one consumer process writes."""
    return f"{consumer}#{slot}"


def keep_poison(db: Database[Document], consumer: str, at: tuple[str, int, int], found: tuple[Record, str]) -> None:
    """Keep a record that is no event: raw bytes, place (topic, partition, offset), reason; once, however often read."""
    topic, partition, offset = at
    record, reason = found
    row: Document = {"consumer": consumer, "topic": topic, "partition": partition, "offset": offset, "reason": reason}
    row |= {"record": record_document(record), "at": Clock.real_now()}
    place = {"_id": f"{consumer}/{topic}/{partition}/{offset}"}
    db.inbox_poison.update_one(place, {"$setOnInsert": row}, upsert=True)


def record_document(record: Record) -> Document:
    """Return a record as BSON keeps it: raw, so that whatever stood in it can be stored."""
    headers = [[name, value] for name, value in record.headers]
    return {"key": record.key, "value": record.value, "headers": headers}


def event_of(row: Mapping[str, Any]) -> Event:
    """Return the event of a parked row."""
    record = row["record"]
    return from_record(Record(record["key"], record["value"], [(name, value) for name, value in record["headers"]]))


def indexes(db: Database[Document]) -> None:
    """Create the collections and indexes of the inbox; harmless when they are there."""
    collections(db, "inbox", "inbox_parked", "inbox_poison", "inbox_skipped")
    db.inbox.create_index([("consumer", ASCENDING), ("source", ASCENDING)], name="consumer_source")
    db.inbox.create_index([("consumer", ASCENDING)], name="waiting", partialFilterExpression={"parked": {"$gt": 0}})
    stream = [("consumer", ASCENDING), ("stream", ASCENDING), ("source", ASCENDING), ("seq", ASCENDING)]
    db.inbox_parked.create_index(stream, name="stream_seq")
    db.inbox_parked.create_index([("reason", ASCENDING), ("first_at", ASCENDING)], name="reason_first_at")


def _scope(event: Event) -> list[str]:
    path = event.data.get("org_path", [])
    return [unit for unit in path if isinstance(unit, str)] if isinstance(path, list) else []
