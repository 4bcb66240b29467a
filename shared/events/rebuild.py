"""Rebuilding a view beside the live one: reads everything again, catches up, switches the pointer, loses no event."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.events import broker, refold
from shared.events.broker import KafkaTail, Place
from shared.events.consumer import Applier, Consumer, Handler
from shared.events.envelope import Event, PoisonRecord, from_record
from shared.events.gate import Inbox, Key, key_of
from shared.events.inbox import MongoInbox
from shared.events.registry import Registry, contracts
from shared.events.views import View, fresh, point
from shared.storage.mongo import WORK_DEADLINE, Document, transaction

U = TypeVar("U")
R = TypeVar("R")

CHUNK = 50
SECONDS = 3600.0
SKIPPED = "skipped.by.people.v1"  # nobody handles it: the position moves and nothing else

log = logging.getLogger(__name__)


class RebuildFailed(Exception):
    """The rebuilt view does not come out even with the live one; the live one is still read."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was built: the collection now read, how many events it took, in how many seconds."""

    collection: str
    events: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Plan(Generic[U]):
    """How to build a view: `build(session, collection)` binds what its `handlers` use to the new collection.

    With `view` the bulk is folded in memory first and inserted once. `prepare` makes the indexes; `folded` writes what
    is derived from the inserted rows (counters), before the handlers go on from there.
    """

    name: str
    handlers: Mapping[str, Handler[U]]
    build: Callable[[ClientSession, str], U]
    view: View | None = None
    prepare: Callable[[Database[Document], str], None] = lambda _db, _collection: None
    folded: Callable[[Database[Document], str], None] = lambda _db, _collection: None


@dataclass(slots=True)
class Rebuild(Generic[U]):
    """One rebuild, under a consumer name of its own, up to where the live consumer stands and never beyond.

    So the live consumer goes on from exactly there in the new collection, whatever it has parked.
    """

    plan: Plan[U]
    live: Consumer[Any]
    bootstrap: str
    registry: Registry = field(default_factory=contracts)
    seconds: float = SECONDS
    collection: str = ""
    events: int = 0
    skips: frozenset[tuple[Key, int]] = frozenset()
    _held: dict[Key, dict[int, Event]] = field(default_factory=dict)

    def run(self) -> Rebuilt:
        """Build and switch; raises RebuildFailed, and BrokerSilent when no broker answers."""
        began, db = time.monotonic(), self.live.run.db
        self.collection = fresh(db, self.plan.name)
        db.create_collection(self.collection)
        self.skips = refold.skipped(db, self.live.name)
        self.plan.prepare(db, self.collection)
        start: dict[Place, int] = {}
        if self.plan.view is not None:
            start = refold.settled_ends(self.bootstrap, self.live, began + self.seconds)
            names = (self.collection, self.name)
            self.events, left = refold.refold(self.live, self.plan.view, names, self.bootstrap, start)
            self._hold(left)
            self.plan.folded(db, self.collection)
        tail = KafkaTail(self.bootstrap, self.live.topics, start)
        try:
            while not self._caught_up(tail):
                if time.monotonic() - began > self.seconds:
                    raise RebuildFailed(f"not even with the live view after {self.seconds:.0f} s")
        finally:
            tail.close()
        return Rebuilt(self.collection, self.events, time.monotonic() - began)

    @property
    def name(self) -> str:
        """Return the consumer name that keeps this rebuild's positions."""
        return f"{self.live.name}.{self.collection}"

    def _caught_up(self, tail: KafkaTail) -> bool:
        found = list(_events(tail.poll(0.3)))
        self._hold(found)
        self._release({key_of(event) for event in found} or self._held)
        return not found and transaction(self.live.run.client, self._switch, deadline=WORK_DEADLINE)

    def _hold(self, events: Iterable[Event]) -> None:
        for event in events:
            at = (key_of(event), event.seq)
            self._held.setdefault(at[0], {})[event.seq] = replace(event, type=SKIPPED) if at in self.skips else event

    def _release(self, keys: Iterable[Key]) -> None:
        """Apply what is held and not beyond the live consumer."""
        wanted, applier = list(keys), self._applier()
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            events = self._due(part, self._positions(part))
            outcome = applier.apply(events)
            if outcome.parked:
                raise RebuildFailed(f"{outcome.parked} events could not be applied; see parked events of {self.name}")
            self.events += outcome.applied

    def _due(self, keys: Iterable[Key], live: Mapping[Key, int]) -> list[Event]:
        events = []
        for key in keys:
            held = self._held[key]
            due = [held.pop(seq) for seq in sorted(held) if seq <= live.get(key, 0)]
            events += due
            if not held:
                del self._held[key]
        return events

    def _positions(self, keys: Iterable[Key]) -> dict[Key, int]:
        def read(session: ClientSession) -> dict[Key, int]:
            inbox = MongoInbox(self.live.run.db, self.live.name, session)
            return {key: position.pos for key, position in inbox.open(keys).items()}

        return transaction(self.live.run.client, read, deadline=WORK_DEADLINE)

    def _switch(self, session: ClientSession) -> bool:
        """Point to the new collection if both stand at the same place in this very transaction.

        Writing the turnstiles makes a batch of the live consumer that is in flight collide with the switch: it will be
        done again and finds the new pointer.
        """
        db = self.live.run.db
        db.inbox.update_many({"_id": {"$regex": rf"\A{self.live.name}#"}}, {"$inc": {"n": 1}}, session=session)
        if _sums(db, self.live.name, session) != _sums(db, self.name, session):
            return False
        point(db, session, self.plan.name, self.collection)
        return True

    def _applier(self) -> Applier[U]:
        return Applier(self._unit, self.plan.handlers, self.registry, first=self.live.first, stop=threading.Event())

    def _unit(self, work: Callable[[Inbox, U], R], /) -> R:
        run = self.live.run
        return transaction(run.client, lambda session: work(*self._bound(session)), deadline=WORK_DEADLINE)

    def _bound(self, session: ClientSession) -> tuple[Inbox, U]:
        return MongoInbox(self.live.run.db, self.name, session), self.plan.build(session, self.collection)


def fold_plan(view: View, db: Database[Document], prepare: Callable[[Database[Document], str], None]) -> Plan[Any]:
    """Return the plan of a view that is nothing but a fold."""

    def build(session: ClientSession, collection: str) -> Callable[[Event], None]:
        return lambda event: view.apply(db, session, event, collection)

    return Plan(view.name, {one: lambda apply, event: apply(event) for one in view.types}, build, view, prepare)


def _events(found: Iterable[broker.Fetched]) -> Iterable[Event]:
    for one in found:
        try:
            yield from_record(one.record)
        except PoisonRecord:
            continue


def _sums(db: Database[Document], consumer: str, session: ClientSession) -> dict[str, int]:
    steps = [
        {"$match": {"consumer": consumer, "pos": {"$gt": 0}}},
        {"$group": {"_id": "$source", "sum": {"$sum": "$pos"}}},
    ]
    return {row["_id"]: row["sum"] for row in db.inbox.aggregate(steps, session=session)}
