"""The reading loop: Kafka → gate → handlers → offsets, in that order, on a client that is built anew when it fails."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kafka.errors import KafkaError
from pymongo.database import Database

from shared.events import metrics
from shared.events.broker import BrokerSilent, Fetched, Log, Place
from shared.events.consumer import Applier
from shared.events.envelope import Event, PoisonRecord, from_record
from shared.events.inbox import keep_poison
from shared.events.patience import Stopped, patient, where
from shared.storage.mongo import Document

IN_A_ROW = 5
CHUNK = 50

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Reader:
    """Reads one consumer's topics. `beat`: monotonic instant of the last poll that was dealt with."""

    name: str
    db: Database[Document]
    applier: Applier[Any]
    connect: Callable[[], Log]
    answers: Callable[[], bool] = lambda: True
    beat: float = field(default_factory=time.monotonic)
    places: set[Place] = field(default_factory=set)

    def run(self, stop: threading.Event) -> None:
        """Read until told to stop; waits for ever for a broker; raises KafkaError after five failures in a row."""
        failures, seen = 0, self.beat
        while not stop.is_set():
            try:
                self._read(stop)
                return
            except (KafkaError, BrokerSilent) as error:
                failures, seen = 1 if self.beat > seen else failures + 1, self.beat
                metrics.CONSUMER_REBUILT.inc()
                log.warning("the consumer is built anew (%d in a row): %s", failures, where(error))
                if failures >= IN_A_ROW and self.answers():
                    raise
            stop.wait(min(5.0, 0.1 * 2.0 ** min(failures, 6)))

    def once(self, kafka: Log, seconds: float = 0.5) -> int:
        """Poll, apply, commit; return how many records there were. Raises Stopped with what is done committed."""
        found = kafka.poll(seconds)
        done: dict[Place, int] = {}
        started = time.monotonic()
        try:
            for start in range(0, len(found), CHUNK):
                self._apply(found[start : start + CHUNK])
                done |= {(one.topic, one.partition): one.offset + 1 for one in found[start : start + CHUNK]}
        finally:
            if done:
                kafka.commit(done)
        self.places = kafka.assigned()
        if found:
            metrics.BATCH_SECONDS.observe(time.monotonic() - started)
        self.beat = time.monotonic()
        return len(found)

    def _read(self, stop: threading.Event) -> None:
        kafka = self.connect()
        try:
            while not stop.is_set():
                self.once(kafka)
        except Stopped:
            log.info("stopped between two batches")
        finally:
            kafka.close()

    def _apply(self, found: Sequence[Fetched]) -> None:
        events: list[Event] = []
        for one in found:
            try:
                events.append(from_record(one.record))
            except PoisonRecord as poison:
                self._keep(one, str(poison))
        self.applier.apply(events)

    def _keep(self, one: Fetched, reason: str) -> None:
        metrics.EVENTS_POISON.inc()
        place = (one.topic, one.partition, one.offset)
        log.error("a record at %s/%d/%d is no event: %s", *place, reason)
        patient(lambda: keep_poison(self.db, self.name, place, (one.record, reason)), self.applier.stop)
