"""The outbox: news written in the transaction of its change, numbered per stream, kept for ever."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pymongo import ASCENDING, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import CollectionInvalid

from shared.clock import Clock
from shared.events.envelope import Event, PoisonRecord, from_record, to_record
from shared.events.registry import ContractBroken, Registry, contracts
from shared.ids import new_id
from shared.storage.mongo import Document
from shared.trace import Trace, current

SHARDS = 8
# Whoever plays past days (simulator/) tells what nobody waits for: such news wakes no relay, which finds a whole batch
# at its next look, or as soon as somebody else's news wakes it.
QUIET: ContextVar[bool] = ContextVar("quiet", default=False)
ORDER = [("shard", ASCENDING), ("stream", ASCENDING), ("seq", ASCENDING)]


class Now(Protocol):
    """A clock."""

    def now(self) -> datetime:
        """Return the business instant."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a use case has to say. `data` holds JSON values (days as ISO text), as the contract promises.

    `stream` is the woman's id, or `class:<id>`, `fund:<id>`, `org:tree` for facts without one; `subject` the aggregate.
    """

    type: str
    stream: str
    subject: str
    data: Mapping[str, Any]


def shard_of(stream: str) -> int:
    """Return the shard whose lease holder sends this stream."""
    return zlib.crc32(stream.encode()) % SHARDS


class Outbox:
    """Collections `streams` (last seq of each) and `outbox` (every event ever; `sent` null until acknowledged)."""

    def __init__(self, db: Database[Document], source: str, clock: Now, registry: Registry | None = None) -> None:
        self.db = db
        self.source = source
        self.clock = clock
        self.registry = registry or contracts()

    def emit(self, session: ClientSession, message: Message) -> Event:
        """Number the message and write it into the session's transaction; returns the event that will be sent.

        Raises RuntimeError outside a transaction: news without its change, or a change without its news, is a lie.
        Raises ContractBroken when the data is not what the type promises.
        """
        if not session.in_transaction:
            raise RuntimeError("news is emitted inside the transaction of the change it tells")
        self.registry.validate(message.type, message.data)
        event = Event(
            id=new_id(),
            type=message.type,
            source=self.source,
            stream=message.stream,
            seq=self._next(session, message.stream),
            subject=message.subject,
            time=self.clock.now(),
            data=message.data,
            trace=current(),
        )
        try:
            from_record(to_record(event))
        except (PoisonRecord, TypeError, ValueError) as error:
            raise ContractBroken(f"{message.type} could not be read again: {error}") from error
        self.db.outbox.insert_one(to_row(event), session=session)
        return event

    def unsent(self, shards: Iterable[int], limit: int, resting: Sequence[str] = ()) -> list[Event]:
        """Return up to `limit` events that wait to be sent, each stream in the order of its seq; not those resting.

        An index scan in seq order cannot return n+1 without n: the counter makes writers of one stream wait in turn.
        """
        wanted: Document = {"sent": None, "shard": {"$in": list(shards)}}
        if resting:
            wanted["stream"] = {"$nin": list(resting)}
        return [to_event(row) for row in self.db.outbox.find(wanted).sort(ORDER).limit(limit)]

    def mark_sent(self, ids: Sequence[str]) -> None:
        """Note that the broker has acknowledged these."""
        if ids:
            self.db.outbox.update_many({"_id": {"$in": list(ids)}}, {"$currentDate": {"sent": True}})

    def republish(self, stream: str | None = None) -> int:
        """Let the relay send the archive (of one stream) again; healthy consumers drop it, others get what they lack.

        Same ids, same seq, in order; news of a stream waits behind its resent past. Returns how many will go out.
        """
        wanted: Document = {"sent": {"$ne": None}}
        if stream is not None:
            wanted["stream"] = stream
        return self.db.outbox.update_many(wanted, {"$set": {"sent": None, "at": Clock.real_now()}}).modified_count

    def _next(self, session: ClientSession, stream: str) -> int:
        row: Document = self.db.streams.find_one_and_update(
            {"_id": stream}, {"$inc": {"seq": 1}}, upsert=True, return_document=ReturnDocument.AFTER, session=session
        )  # type: ignore[assignment]  # an upsert that returns the row after it always finds one
        return int(row["seq"])


def indexes(db: Database[Document]) -> None:
    """Create the collections and indexes of the outbox; harmless when they are there."""
    db.outbox.create_index([("stream", ASCENDING), ("seq", ASCENDING)], unique=True, name="stream_seq")
    db.outbox.create_index(ORDER, name="unsent", partialFilterExpression={"sent": None})
    collections(db, "streams")


def collections(db: Database[Document], *names: str) -> None:
    """Create collections outside any transaction, where creating them would make writers conflict."""
    for name in set(names) - set(db.list_collection_names()):
        with suppress(CollectionInvalid):
            db.create_collection(name)


def to_row(event: Event) -> Document:
    """Return the archive row; `at` is server time, for ages, where `time` may be a moved clock's."""
    return {
        "_id": event.id,
        "type": event.type,
        "source": event.source,
        "stream": event.stream,
        "seq": event.seq,
        "shard": shard_of(event.stream),
        "subject": event.subject,
        "time": event.time,
        "data": dict(event.data),
        "trace": [event.trace.traceparent, event.trace.correlation_id, event.trace.causation_id],
        "at": Clock.real_now(),
        "sent": None,
        **({"quiet": True} if QUIET.get() else {}),
    }


def to_event(row: Mapping[str, Any]) -> Event:
    """Return the event of an archive row."""
    names = ("type", "source", "stream", "seq", "subject", "time", "data")
    return Event(id=row["_id"], trace=Trace(*row["trace"]), **{name: row[name] for name in names})
