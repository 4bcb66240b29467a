"""What the relay may rely on: one suite on the outbox in memory and on MongoDB's."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from shared.clock import Clock
from shared.events import indexes
from shared.events.envelope import Event
from shared.events.outbox import Message, Outbox, shard_of
from shared.events.relay import Waiting
from shared.storage.mongo import connect, transaction
from tests.fakes.events import MemoryOutbox
from tests.integration.events.world import REGISTRY

ALL = range(8)


@dataclass
class Told:
    """An outbox and a way to add to it."""

    outbox: Waiting
    say: Callable[[str], Event]


@pytest.fixture(params=["memory", "mongo"])
def told(request: pytest.FixtureRequest) -> Iterator[Told]:
    """The outbox of this run of the suite."""
    if request.param == "memory":
        memory = MemoryOutbox()
        yield Told(memory, memory.emit)
        return
    name = request.getfixturevalue("database_name")
    with connect(request.getfixturevalue("mongo_url")) as client:
        client.drop_database(name)
        indexes.ensure(client[name])
        outbox = Outbox(client[name], "/loans", Clock(), REGISTRY)

        def say(stream: str) -> Event:
            message = Message("loans.test.said.v1", stream, stream, {"n": 1})
            return transaction(client, lambda session: outbox.emit(session, message))

        yield Told(outbox, say)
        client.drop_database(name)


def test_each_stream_is_numbered_from_one_without_a_hole(told: Told) -> None:
    assert [told.say(stream).seq for stream in ("w1", "w2", "w1", "w1", "w2")] == [1, 1, 2, 3, 2]


def test_what_waits_comes_per_stream_in_order(told: Told) -> None:
    for stream in ("w3", "w1", "w2", "w1", "w3", "w1"):
        told.say(stream)
    found = told.outbox.unsent(ALL, 100)
    for stream, count in {"w1": 3, "w2": 1, "w3": 2}.items():
        assert [event.seq for event in found if event.stream == stream] == list(range(1, count + 1))


def test_a_limit_never_leaves_out_an_earlier_event_of_a_stream(told: Told) -> None:
    for _ in range(4):
        for stream in ("w1", "w2", "w3"):
            told.say(stream)
    for limit in range(1, 12):
        found = told.outbox.unsent(ALL, limit)
        assert len(found) == limit
        for stream in ("w1", "w2", "w3"):
            numbers = [event.seq for event in found if event.stream == stream]
            assert numbers == list(range(1, len(numbers) + 1))


def test_only_the_shards_asked_for_and_no_resting_stream(told: Told) -> None:
    for stream in ("w1", "w2", "w3", "w4"):
        told.say(stream)
    shards = {shard_of("w1"), shard_of("w2")}
    found = {event.stream for event in told.outbox.unsent(shards, 100, ["w2"])}
    assert found == {one for one in ("w1", "w3", "w4") if shard_of(one) in shards}


def test_what_is_marked_waits_no_more(told: Told) -> None:
    first, second = told.say("w1"), told.say("w1")
    told.outbox.mark_sent([first.id])
    told.outbox.mark_sent([])
    assert [event.id for event in told.outbox.unsent(ALL, 100)] == [second.id]


def test_an_event_comes_out_as_it_was_said(told: Told) -> None:
    said = told.say("w1")
    assert told.outbox.unsent(ALL, 1) == [said]
