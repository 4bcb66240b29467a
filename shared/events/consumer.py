"""The consumer: many events in one transaction, one by one when that fails, parked when one fails for good."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, Protocol, TypeVar

from pymongo.client_session import ClientSession

from shared.events import metrics, steps
from shared.events.envelope import Event
from shared.events.gate import Inbox, Key, Outcome, Reason, judge, key_of
from shared.events.inbox import MongoInbox
from shared.events.patience import Stopped, patient, where
from shared.events.registry import Registry, contracts
from shared.storage.mongo import WORK_DEADLINE, transaction
from shared.storage.runner import Runner
from shared.trace import Trace, within

U = TypeVar("U")
U_co = TypeVar("U_co", covariant=True)
R = TypeVar("R")
Handler = Callable[[U, Event], None]

FIRST = frozenset({"applicant.person.erasure-requested.v1", "applicant.person.erased.v1"})
BATCH = 50
STREAK = 20
SLOWEST = 30.0  # below the watchdog's minute

log = logging.getLogger(__name__)


class NewerVersion(Exception):
    """The event is a version of a fact we act on that nobody here can read yet."""


class Unit(Protocol[U_co]):
    """Runs work in one transaction, on the inbox and the use cases bound to it; may run it more than once."""

    def __call__(self, work: Callable[[Inbox, U_co], R], /) -> R:
        """Return what `work` returned once it is committed."""


@dataclass(slots=True)
class Applier(Generic[U]):
    """Takes events through the gate into handlers. A type without a handler moves the position and nothing else.

    `first` are the types applied even when their stream is parked; they clear what is parked of it (erasure).
    """

    unit: Unit[U]
    handlers: Mapping[str, Handler[U]]
    registry: Registry = field(default_factory=contracts)
    first: frozenset[str] = FIRST
    batch: int = BATCH
    stop: threading.Event = field(default_factory=threading.Event)
    verdict: steps.Judge = judge
    _streak: int = 0

    def apply(self, events: Sequence[Event]) -> Outcome:
        """Apply events in the order given, each once whatever was delivered before; raises Stopped half-way."""
        outcome = Outcome()
        for group in self._groups(events):
            outcome += self._together(group) if len(group) > 1 else self._alone(group[0])
        return outcome

    def drain(self, key: Key, *, replay: bool = False) -> int:
        """Apply what is parked of a stream and has become next, with `replay` also a failed head; return how many."""
        done, limit = 0, 1 if replay else self.batch
        while count := self._drained(key, limit, replay=replay):
            done, limit, replay = done + count, self.batch, False
        return done

    def _drained(self, key: Key, limit: int, *, replay: bool) -> int:
        try:
            return self._unit(lambda inbox, act: steps.drain(inbox, act, key, limit, replay=replay))
        except Stopped:
            raise
        except Exception as error:  # the failing one of many shows when they are done one by one
            if limit > 1:
                return self._drained(key, 1, replay=replay)
            self._blame(key, None, error)
            return 0

    def _groups(self, events: Sequence[Event]) -> Iterator[Sequence[Event]]:
        group: list[Event] = []
        for event in events:
            if group and (len(group) == self.batch or event.type in self.first or group[-1].type in self.first):
                yield group
                group = []
            group.append(event)
        if group:
            yield group

    def _together(self, events: Sequence[Event]) -> Outcome:
        try:
            return self._counted(self._unit(lambda inbox, act: steps.batch(inbox, act, events, self.verdict)))
        except Stopped:
            raise
        except Exception as error:  # whichever event it was shows when they are done one by one
            log.warning("a batch of %d failed, doing them one by one: %s", len(events), where(error))
            return sum((self._alone(event) for event in events), Outcome())

    def _alone(self, event: Event) -> Outcome:
        try:
            if event.type in self.first:
                return self._counted(self._unit(lambda inbox, act: steps.first(inbox, act, event)))
            return self._counted(self._unit(lambda inbox, act: steps.batch(inbox, act, [event], self.verdict)))
        except Stopped:
            raise
        except Exception as error:  # parked with class and place; the other streams go on
            self._blame(key_of(event), event, error)
            return Outcome(parked=1)

    def _counted(self, outcome: Outcome) -> Outcome:
        self._streak = 0 if outcome.applied else self._streak
        metrics.EVENTS_APPLIED.inc(outcome.applied)
        metrics.EVENTS_DROPPED.inc(outcome.dropped)
        metrics.EVENTS_PARKED.inc(outcome.parked)
        for key in outcome.ready:
            self.drain(key)
        return outcome

    def _blame(self, key: Key, event: Event | None, error: Exception) -> None:
        reason = Reason.NEWER_VERSION if isinstance(error, NewerVersion) else Reason.FAILED
        log.error("an event of %s is parked: %s", "/".join(key), where(error))
        self._unit(lambda inbox, _act: steps.blame(inbox, key, event, (reason, where(error))))
        metrics.EVENTS_PARKED.inc()
        self._streak += 1
        if self._streak >= STREAK:
            log.critical("%d events in a row failed, going slowly", self._streak)
            self.stop.wait(min(SLOWEST, 2.0 ** min(self._streak - STREAK, 10)))

    def _unit(self, step: Callable[[Inbox, steps.Act], R]) -> R:
        return patient(lambda: self.unit(lambda inbox, use: step(inbox, partial(self._handle, use))), self.stop)

    def _handle(self, use: U, event: Event) -> None:
        event = self.registry.upcast(event, self.handlers)
        handler = self.handlers.get(event.type)
        if handler is not None:
            with within(Trace(event.trace.traceparent, event.trace.correlation_id, event.id)):
                handler(use, event)
        elif self.registry.is_news(event.type, self.handlers):
            raise NewerVersion(event.type)


@dataclass(frozen=True, slots=True)
class Consumer(Generic[U]):
    """What one service listens to: its name is group, and key of its positions; `run` builds its use cases.

    `slot` keeps the processes of one service apart where they must not wait for each other.
    """

    name: str
    topics: Sequence[str]
    handlers: Mapping[str, Handler[U]]
    run: Runner[U]
    first: frozenset[str] = FIRST
    slot: int = 0

    def applier(self, stop: threading.Event, registry: Registry | None = None) -> Applier[U]:
        """Return what takes this consumer's events through its gate in its own database."""
        return Applier(self.unit, self.handlers, registry or contracts(), first=self.first, stop=stop)

    def unit(self, work: Callable[[Inbox, U], R], /) -> R:
        """Run work in one transaction of the service, on its inbox and its use cases."""
        return transaction(self.run.client, lambda session: self._bound(session, work), deadline=WORK_DEADLINE)

    def _bound(self, session: ClientSession, work: Callable[[Inbox, U], R]) -> R:
        return work(MongoInbox(self.run.db, self.name, session, self.slot), self.run.build(session))
