"""Real servers and a small service for the measurements of the event kit."""

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.events.broker import KafkaLog, KafkaProducing
from shared.events.envelope import Event, to_record
from shared.events.outbox import to_row
from shared.events.topics import apply
from shared.ids import new_id
from shared.trace import begin
from tests.integration.events.world import World
from tests.stack.servers import start_kafka, start_mongod

PAGE = 1000
ROUNDS = 3


@dataclass
class Ground:
    """A database, a broker, a world of events."""

    world: World
    bootstrap: str

    def fresh(self) -> None:
        """Go on in a new, empty database."""
        self.world.client.close()
        self.world = World(self.world.url, f"bench_{new_id()[-8:]}")
        self.world.db.create_collection("cases")

    def topic(self, partitions: int = 12) -> str:
        """Return a fresh topic."""
        name = f"b.{new_id()[-8:]}"
        apply(self.bootstrap, [name], partitions=partitions)
        return name

    def produce(self, topic: str, events: list[Event]) -> float:
        """Send everything as fast as the client can, nothing else; return events per second."""
        producer = KafkaProducing(self.bootstrap)
        records = [to_record(event) for event in events]
        began = time.perf_counter()
        sendings = [producer.send(topic, record) for record in records]
        while not all(sending.is_done for sending in sendings):
            producer.flush(5)
        rate = len(events) / (time.perf_counter() - began)
        producer.close()
        return rate

    def consume(self, topic: str, count: int) -> float:
        """Read everything as fast as the client can, nothing else; return events per second, joining left out."""
        log = KafkaLog(self.bootstrap, [topic], new_id(), None)
        seen = len(log.poll(10))
        began, first = time.perf_counter(), seen
        while seen < count:
            seen += len(log.poll(1))
        rate = (count - first) / (time.perf_counter() - began)
        log.close()
        return rate

    def archive(self, events: list[Event]) -> None:
        """Put a backlog into the outbox."""
        for start in range(0, len(events), PAGE):
            self.world.db.outbox.insert_many([to_row(event) for event in events[start : start + PAGE]])


def events(women: int, each: int) -> list[Event]:
    """Return `each` events of every woman: everybody's first ones first."""
    trace, mark = begin(), new_id()[-8:]
    moment = World.now()
    return [
        Event(new_id(), "loans.test.said.v1", "/loans", f"{mark}{w:024x}", n, f"s{w}", moment, {"n": n}, trace)
        for n in range(1, each + 1)
        for w in range(women)
    ]


@contextmanager
def ground() -> Iterator[Ground]:
    """Start both servers in a temporary folder and end them."""
    with tempfile.TemporaryDirectory() as folder:
        mongod, kafka = start_mongod(Path(folder)), start_kafka(Path(folder))
        world = World(mongod.url, "bench")
        try:
            yield Ground(world, kafka.bootstrap)
        finally:
            world.client.close()
            kafka.close()
            mongod.close()


def running(*loops: Callable[[threading.Event], None]) -> Callable[[], None]:
    """Run loops in threads; return what ends them."""
    stop = threading.Event()
    threads = [threading.Thread(target=loop, args=(stop,)) for loop in loops]
    for thread in threads:
        thread.start()

    def end() -> None:
        stop.set()
        for thread in threads:
            thread.join()

    return end


def middle(values: list[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def verdict(name: str, ratio: float, goal: float, *, least: bool = True) -> None:
    """Print a ratio beside its goal."""
    good = ratio >= goal if least else ratio <= goal
    sign = ">=" if least else "<="
    sys.stdout.write(f"{name:<58} {ratio:6.2f}   goal {sign} {goal:.2f}   {'met' if good else 'NOT MET'}\n")
