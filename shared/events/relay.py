"""The relay: sends what waits in the outbox, in waves, and marks what the broker has acknowledged."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kafka.errors import KafkaError
from pymongo.errors import PyMongoError

from shared.errors import Unavailable
from shared.events import metrics
from shared.events.broker import BrokerSilent, Producer, Sending
from shared.events.envelope import Event, to_record
from shared.events.lease import shard_numbers
from shared.events.outbox import shard_of
from shared.events.patience import where
from shared.storage.mongo import is_transient

TICK = 1.0
PATIENCE = 300.0
REST = 5.0

log = logging.getLogger(__name__)


class RelayStuck(Exception):
    """A flush stays open though a broker answers; only leaving the process surely ends the sender thread."""


class Waiting(Protocol):
    """What the relay needs of an outbox."""

    def unsent(self, shards: Iterable[int], limit: int, resting: Sequence[str] = ()) -> list[Event]:
        """Return events that wait, each stream in the order of its seq."""

    def mark_sent(self, ids: Sequence[str]) -> None:
        """Note what was acknowledged."""


class Shards(Protocol):
    """What the relay needs of its leases."""

    def hold(self) -> tuple[str, ...]:
        """Take and renew; return what is held."""

    def held(self) -> tuple[str, ...]:
        """Return what is surely still held."""

    def due(self, share: float = ...) -> bool:
        """Tell whether it is time to renew."""

    def release(self) -> None:
        """Give everything back."""


@dataclass(slots=True)
class Relay:
    """Sends one service's outbox to its topic. `answers` tells whether a broker answers at all."""

    outbox: Waiting
    leases: Shards
    topic: str
    connect: Callable[[], Producer]
    answers: Callable[[], bool] = lambda: True
    wake: threading.Event = field(default_factory=threading.Event)
    batch: int = 1000
    patience: float = PATIENCE
    beat: float = field(default_factory=time.monotonic)
    _producer: Producer | None = None
    _resting: dict[str, float] = field(default_factory=dict)
    _acknowledged: list[str] = field(default_factory=list)

    def run(self, stop: threading.Event) -> None:
        """Send until told to stop; waits for ever for a broker and a database. Raises RelayStuck."""
        pause = 0.1
        try:
            while not stop.is_set():
                self.wake.wait(TICK)
                self.wake.clear()
                try:
                    while self.pump() and not stop.is_set():
                        pause = 0.1
                except (BrokerSilent, PyMongoError, Unavailable) as error:
                    if not isinstance(error, BrokerSilent) and not is_transient(error):
                        raise
                    log.warning("the relay waits %.1f s: %s", pause, where(error))
                    stop.wait(pause)
                    pause = min(5.0, pause * 2)
        finally:
            self.close()

    def pump(self) -> int:
        """Send one batch of what waits in the shards held; return how many were acknowledged."""
        held = self.leases.hold() if self.leases.due() else self.leases.held()
        events = self.outbox.unsent(shard_numbers(held), self.batch, self._resting_now()) if held else []
        queues: dict[str, deque[Event]] = {}
        for event in events:
            queues.setdefault(event.stream, deque()).append(event)
        sent = 0
        try:
            while queues:
                good, failed = self._wave([queue.popleft() for queue in self._still_mine(queues)])
                sent += good
                queues = {stream: queue for stream, queue in queues.items() if queue and stream not in failed}
        finally:
            self._mark()
        self.beat = time.monotonic() if sent or not events else self.beat
        return sent

    def close(self) -> None:
        """Give the shards back and the producer up."""
        try:
            self.leases.release()
        except PyMongoError as error:
            log.warning("the shard leases run out by themselves: %s", where(error))
        if self._producer is not None:
            self._producer.close()
            self._producer = None

    def _still_mine(self, queues: dict[str, deque[Event]]) -> list[deque[Event]]:
        if self.leases.due(0.7):
            self.leases.hold()
        mine = set(shard_numbers(self.leases.held()))
        for stream in [stream for stream in queues if shard_of(stream) not in mine]:
            del queues[stream]
        return list(queues.values())

    def _wave(self, events: Sequence[Event]) -> tuple[int, set[str]]:
        """Send one event per stream; a stream that fails stops and rests, or its later events would overtake."""
        sendings, failed, silent = self._send(events)
        try:
            self._mark()  # the wave before this one, while the broker is at work on this one
        finally:
            self._settle([sending for _, sending in sendings])
            self._acknowledged += [event.id for event, sending in sendings if sending.succeeded()]
        failed |= {event.stream for event, sending in sendings if not sending.succeeded()}
        metrics.EVENTS_SENT.inc(len(self._acknowledged))
        metrics.EVENTS_UNSENT_TRIES.inc(len(failed))
        self._resting |= dict.fromkeys(failed, time.monotonic() + REST)
        if silent is not None:
            raise silent
        return len(self._acknowledged), failed

    def _send(self, events: Sequence[Event]) -> tuple[list[tuple[Event, Sending]], set[str], BrokerSilent | None]:
        sendings: list[tuple[Event, Sending]] = []
        failed: set[str] = set()
        for event in events:
            try:
                sendings.append((event, self._sender().send(self.topic, to_record(event))))
            except BrokerSilent as silent:
                return sendings, failed, silent
            except (KafkaError, ValueError, TypeError) as error:
                log.error("event %s of type %s cannot be sent: %s", event.id, event.type, where(error))
                failed.add(event.stream)
        return sendings, failed, None

    def _mark(self) -> None:
        done, self._acknowledged = self._acknowledged, []
        if done:
            self.outbox.mark_sent(done)

    def _settle(self, sendings: Sequence[Sending]) -> None:
        """Wait until every send has a fate: sending again beside an open one is never right in the same producer."""
        since = time.monotonic()
        while not all(sending.is_done for sending in sendings):
            self._sender().flush(1.0)
            if self.leases.due():
                self.leases.hold()
            if time.monotonic() - since > self.patience:
                if self.answers():
                    raise RelayStuck
                since = time.monotonic()

    def _sender(self) -> Producer:
        if self._producer is None:
            self._producer = self.connect()
        return self._producer

    def _resting_now(self) -> list[str]:
        now = time.monotonic()
        self._resting = {stream: until for stream, until in self._resting.items() if until > now}
        return list(self._resting)
