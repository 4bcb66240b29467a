"""Rebuilding a read model on real servers while events go on coming."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from shared.access import Actor, Kind, Scope
from shared.events.broker import KafkaLog, KafkaProducing
from shared.events.consumer import Consumer
from shared.events.envelope import Event
from shared.events.lease import Leases, shards
from shared.events.parked import ParkedEvents
from shared.events.reading import Reader
from shared.events.rebuild import Plan, Rebuild, RebuildFailed, fold_plan
from shared.events.relay import Relay
from shared.events.sweep import Sweep
from shared.events.views import View, current, drop_old
from shared.ids import new_id
from shared.storage.mongo import transaction
from shared.storage.runner import Runner
from tests.integration.events.world import REGISTRY, World
from tests.stack.servers import Broker

FAILS: set[int] = set()


def fold(row: dict[str, Any] | None, event: Event) -> dict[str, Any] | None:
    """Return her row: what was said, in order."""
    if event.data["n"] in FAILS:
        raise KeyError("n")
    before = row or {"heard": [], "sum": 0}
    return {"heard": [*before["heard"], event.data["n"]], "sum": before["sum"] + event.data["n"]}


VIEW = View("diary", fold, frozenset({"loans.test.said.v1"}))


@dataclass
class Living:
    """A service that listens to itself and keeps a diary; relay and consumer run."""

    world: World
    kafka: Broker
    consumer: Consumer[Any]
    sweep: Sweep

    def rows(self) -> list[dict[str, Any]]:
        return list(self.world.db[current(self.world.db, "diary")].find().sort("_id"))

    def wait(self, count: int) -> None:
        until = time.monotonic() + 40
        while sum(len(row["heard"]) for row in self.rows()) < count and time.monotonic() < until:
            time.sleep(0.1)
        assert sum(len(row["heard"]) for row in self.rows()) == count

    def rebuild(self, plan: Plan[Any], seconds: float = 40) -> Rebuild[Any]:
        return Rebuild(plan, self.consumer, self.kafka.bootstrap, REGISTRY, seconds=seconds)

    def plan(self, *, bulk: bool) -> Plan[Any]:
        plan = fold_plan(VIEW, self.world.db, lambda db, name: None)
        return plan if bulk else Plan(plan.name, plan.handlers, plan.build)


@pytest.fixture
def living(world: World, kafka: Broker, topic: str) -> Iterator[Living]:
    """The service, running."""
    FAILS.clear()
    stop = threading.Event()
    runner = Runner(world.client, world.db, lambda session: session)
    handlers = {"loans.test.said.v1": lambda session, event: VIEW.apply(world.db, session, event)}
    consumer = Consumer(topic, [topic], handlers, runner)
    relay = Relay(world.outbox, Leases(world.db, new_id(), shards()), topic, lambda: KafkaProducing(kafka.bootstrap))
    applier = consumer.applier(stop, REGISTRY)
    reader = Reader(topic, world.db, applier, lambda: KafkaLog(kafka.bootstrap, [topic], topic, None))
    loops = [threading.Thread(target=loop.run, args=(stop,)) for loop in (relay, reader)]
    for loop in loops:
        loop.start()
    yield Living(world, kafka, consumer, Sweep(topic, world.db, applier))
    stop.set()
    for loop in loops:
        loop.join(10)


@pytest.mark.parametrize("bulk", [True, False])
def test_the_rebuilt_view_is_the_live_one_byte_for_byte(living: Living, bulk: bool) -> None:
    for n in range(60):
        living.world.say(f"w{n % 7}", n, "other" if n % 10 == 9 else "said")
    living.wait(54)
    before = living.rows()
    rebuilt = living.rebuild(living.plan(bulk=bulk)).run()
    assert current(living.world.db, "diary") == rebuilt.collection == "diary_1"
    assert living.rows() == before
    assert rebuilt.events == 60
    living.world.say("w1", 100)
    living.wait(55)
    assert drop_old(living.world.db, "diary") == ["diary_0"]
    assert "diary_0" not in living.world.db.list_collection_names()


@pytest.mark.parametrize("bulk", [True, False])
def test_nothing_is_lost_or_doubled_when_the_pointer_moves_under_load(living: Living, bulk: bool) -> None:
    over = threading.Event()
    said = []

    def talk() -> None:
        while not over.is_set():
            said.append(living.world.say(f"w{len(said) % 5}", len(said)))
            time.sleep(0.01)

    talker = threading.Thread(target=talk)
    talker.start()
    time.sleep(0.5)
    for _ in range(2):
        living.rebuild(living.plan(bulk=bulk)).run()
    over.set()
    talker.join()
    living.wait(len(said))
    expected = {f"w{k}": [event.data["n"] for event in said if event.stream == f"w{k}"] for k in range(5)}
    assert {row["_id"]: row["heard"] for row in living.rows()} == expected


@pytest.mark.parametrize("bulk", [True, False])
def test_what_the_live_view_has_parked_is_left_for_it(living: Living, bulk: bool) -> None:
    FAILS.add(3)
    for n in range(1, 6):
        living.world.say("w1", n)
        living.world.say("w2", n + 100)
    living.wait(7)
    time.sleep(0.5)
    FAILS.clear()
    living.rebuild(living.plan(bulk=bulk)).run()
    assert [row["heard"] for row in living.rows()] == [[1, 2], [101, 102, 103, 104, 105]]
    [row] = ParkedEvents(living.world.db, None).list(Scope(None))
    actor = Actor("a1", Kind.STAFF)
    transaction(living.world.client, lambda s: ParkedEvents(living.world.db, s).replay(row.id, by=actor))
    living.sweep.once()
    assert [row["heard"] for row in living.rows()] == [[1, 2, 3, 4, 5], [101, 102, 103, 104, 105]]


@pytest.mark.parametrize("bulk", [True, False])
def test_what_people_have_left_out_stays_left_out(living: Living, bulk: bool) -> None:
    FAILS.add(2)
    for n in range(1, 4):
        living.world.say("w1", n)
    living.wait(1)
    until = time.monotonic() + 20
    while not (rows := ParkedEvents(living.world.db, None).list(Scope(None))) or rows[0].behind < 1:
        assert time.monotonic() < until
        time.sleep(0.1)

    def desk(verb) -> None:
        transaction(living.world.client, lambda s: verb(ParkedEvents(living.world.db, s)))

    desk(lambda parked: parked.ask_skip(rows[0].id, by=Actor("a1", Kind.STAFF), reason="a test"))
    desk(lambda parked: parked.confirm_skip(rows[0].id, by=Actor("b1", Kind.STAFF)))
    living.sweep.once()
    FAILS.clear()
    living.rebuild(living.plan(bulk=bulk)).run()
    assert [row["heard"] for row in living.rows()] == [[1, 3]]


def test_a_rebuild_that_cannot_come_out_even_leaves_the_live_view_alone(living: Living) -> None:
    for n in range(5):
        living.world.say("w1", n)
    living.wait(5)
    FAILS.add(3)
    with pytest.raises(RebuildFailed):
        living.rebuild(living.plan(bulk=False), seconds=5).run()
    assert current(living.world.db, "diary") == "diary_0"
