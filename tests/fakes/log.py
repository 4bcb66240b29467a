"""Kafka in memory: partitions in order, groups with committed offsets, sends that can fail. Held to tests/contract."""

import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kafka.errors import MessageSizeTooLargeError

from shared.events.broker import Fetched, Place
from shared.events.envelope import Record

MAX_REQUEST = 1_048_576


class FakeLog:
    """The broker: what was appended, and how far each group has committed."""

    def __init__(self, partitions: int = 4) -> None:
        self.partitions = partitions
        self.records: dict[Place, list[Record]] = defaultdict(list)
        self.committed: dict[str, dict[Place, int]] = defaultdict(dict)

    def append(self, topic: str, record: Record) -> None:
        """Take a record in."""
        self.records[topic, zlib.crc32(record.key or b"") % self.partitions].append(record)


@dataclass
class FakeSending:
    """The fate of one send, decided by a flush."""

    record: Record
    topic: str
    is_done: bool = False
    good: bool = False

    def succeeded(self) -> bool:
        """Tell whether it was appended."""
        return self.is_done and self.good


@dataclass
class FakeProducer:
    """Sends into a FakeLog; `fails` says which records the broker refuses."""

    log: FakeLog
    fails: Callable[[Record], bool] = lambda _record: False
    waiting: list[FakeSending] = field(default_factory=list)

    def send(self, topic: str, record: Record) -> FakeSending:
        """Queue a record; too large a one is refused at once, as kafka-python does."""
        if len(record.value or b"") + sum(len(name) + len(value) for name, value in record.headers) > MAX_REQUEST:
            raise MessageSizeTooLargeError
        self.waiting.append(FakeSending(record, topic))
        return self.waiting[-1]

    def flush(self, seconds: float) -> None:
        """Give every send its fate."""
        for sending in self.waiting:
            sending.good = not self.fails(sending.record)
            if sending.good:
                self.log.append(sending.topic, sending.record)
            sending.is_done = True
        self.waiting = []

    def close(self) -> None:
        """Forget what was not flushed."""
        self.waiting = []


class FakeMember:
    """One member that reads all partitions of its topics for a group."""

    def __init__(self, log: FakeLog, topics: list[str], group: str, max_records: int = 200) -> None:
        self.log, self.topics, self.group, self.max_records = log, topics, group, max_records
        self.next: dict[Place, int] = dict(log.committed[group])

    def poll(self, seconds: float) -> list[Fetched]:
        """Return the next records, each partition in order."""
        found: list[Fetched] = []
        for place in sorted(self.assigned()):
            start = self.next.get(place, 0)
            for offset, record in enumerate(self.log.records[place][start:], start):
                if len(found) == self.max_records:
                    return found
                found.append(Fetched(*place, offset, record))
                self.next[place] = offset + 1
        return found

    def commit(self, offsets: Mapping[Place, int]) -> None:
        """Remember how far the group is."""
        self.log.committed[self.group] |= offsets

    def assigned(self) -> set[Place]:
        """Return every partition."""
        return {(topic, part) for topic in self.topics for part in range(self.log.partitions)}

    def close(self) -> None:
        """Leave."""
