"""The relay, on a log in memory: what fails rests, what is not ours is left, what stays open ends the process."""

from dataclasses import dataclass, field

import pytest

from shared.events.broker import BrokerSilent
from shared.events.envelope import from_record
from shared.events.lease import shards
from shared.events.outbox import shard_of
from shared.events.relay import Relay, RelayStuck
from tests.fakes.events import AllShards, MemoryOutbox
from tests.fakes.log import FakeLog, FakeProducer

TOPIC = "loans.events"


def stored(log: FakeLog) -> list[tuple[str, int]]:
    events = [from_record(record) for records in log.records.values() for record in records]
    return [(event.stream, event.seq) for event in events]


def filled(*streams: str) -> MemoryOutbox:
    outbox = MemoryOutbox()
    for stream in streams:
        outbox.emit(stream)
    return outbox


def relay(outbox: MemoryOutbox, log: FakeLog, **settings) -> Relay:
    producer = settings.pop("producer", None) or FakeProducer(log)
    return Relay(outbox, settings.pop("leases", AllShards()), TOPIC, lambda: producer, **settings)


def test_everything_that_waits_is_sent_and_marked() -> None:
    outbox, log = filled("w1", "w2", "w1", "w1"), FakeLog()
    assert relay(outbox, log).pump() == 4
    assert sorted(stored(log)) == [("w1", 1), ("w1", 2), ("w1", 3), ("w2", 1)]
    assert outbox.unsent(range(8), 10) == []
    assert relay(outbox, log).pump() == 0


def test_a_stream_that_fails_stops_and_rests_and_the_others_go_on() -> None:
    outbox, log = filled("w1", "w1", "w2", "w2"), FakeLog()
    producer = FakeProducer(log, lambda record: from_record(record).stream == "w1")
    sender = relay(outbox, log, producer=producer)
    assert sender.pump() == 2
    assert stored(log) == [("w2", 1), ("w2", 2)]
    producer.fails = lambda _record: False
    assert sender.pump() == 0  # it rests a little
    sender._resting = {}
    assert sender.pump() == 2
    assert stored(log)[-2:] == [("w1", 1), ("w1", 2)] or sorted(stored(log))[:2] == [("w1", 1), ("w1", 2)]


def test_an_event_too_large_to_send_holds_up_its_own_stream_only() -> None:
    outbox, log = filled("w1", "w2"), FakeLog()
    outbox.rows[0].data["n"] = "x" * 1_100_000  # type: ignore[index]
    assert relay(outbox, log).pump() == 1
    assert stored(log) == [("w2", 1)]


@dataclass
class Losing(AllShards):
    """Leases of which only some are ours from the second look on."""

    looks: int = 0
    left: tuple[str, ...] = field(default_factory=tuple)

    def held(self) -> tuple[str, ...]:
        self.looks += 1
        return shards() if self.looks == 1 else self.left


def test_a_relay_that_loses_a_shard_stops_sending_its_streams() -> None:
    outbox, log = filled("w1", "w2", "w3", "w4"), FakeLog()
    left = (f"relay/{shard_of('w2')}",)
    relay(outbox, log, leases=Losing(left=left)).pump()
    assert {stream for stream, _ in stored(log)} == {
        s for s in ("w1", "w2", "w3", "w4") if shard_of(s) == shard_of("w2")
    }


class Dying(MemoryOutbox):
    """An outbox whose process ends before it marks."""

    def mark_sent(self, ids) -> None:
        raise SystemExit


def test_what_was_sent_and_not_marked_is_sent_again() -> None:
    outbox, log = filled("w1", "w1"), FakeLog()
    with pytest.raises(SystemExit):
        relay(Dying(outbox.rows), log).pump()
    relay(outbox, log).pump()
    assert stored(log) == [("w1", 1), ("w1", 2), ("w1", 1), ("w1", 2)]


class Silent(FakeProducer):
    """A producer that knows of no broker."""

    def send(self, topic, record):
        raise BrokerSilent


def test_without_a_broker_nothing_is_marked_and_it_is_told() -> None:
    outbox, log = filled("w1", "w2"), FakeLog()
    with pytest.raises(BrokerSilent):
        relay(outbox, log, producer=Silent(log)).pump()
    assert len(outbox.unsent(range(8), 10)) == 2


class Open(FakeProducer):
    """A producer whose sends stay open for some flushes."""

    flushes = 3

    def flush(self, seconds: float) -> None:
        self.flushes -= 1
        if self.flushes <= 0:
            super().flush(seconds)


def test_a_send_that_stays_open_is_waited_for_and_never_sent_beside_itself() -> None:
    outbox, log = filled("w1"), FakeLog()
    relay(outbox, log, producer=Open(log)).pump()
    assert stored(log) == [("w1", 1)]


def test_a_flush_that_stays_open_ends_the_process_only_when_a_broker_answers() -> None:
    outbox, log = filled("w1"), FakeLog()
    with pytest.raises(RelayStuck):
        relay(outbox, log, producer=Open(log), patience=0.0).pump()
    assert relay(outbox, log, producer=Open(log), patience=0.0, answers=lambda: False).pump() == 1
