"""The outbox on a real mongod."""

import threading

import pytest

from shared.events import wake
from shared.events.outbox import QUIET, Message
from shared.events.registry import ContractBroken
from shared.storage.mongo import transaction
from tests.integration.events.world import World


def test_news_outside_a_transaction_is_refused(world: World) -> None:
    message = Message("loans.test.said.v1", "w1", "w1", {"n": 1})
    with world.client.start_session() as session, pytest.raises(RuntimeError):
        world.outbox.emit(session, message)
    assert world.db.outbox.count_documents({}) == 0


def test_what_was_never_promised_is_not_said(world: World) -> None:
    for message in (
        Message("loans.test.said.v2", "w1", "w1", {"n": 1}),
        Message("loans.test.said.v1", "w1", "w1", {"n": "1"}),
        Message("loans.test.said.v1", "w1", "w1", {"n": 1, "name": "x"}),
        Message("loans.test.said.v1", "a stream with spaces", "w1", {"n": 1}),
    ):
        with pytest.raises(ContractBroken):
            transaction(world.client, lambda session, m=message: world.outbox.emit(session, m))
    assert world.db.streams.count_documents({}) == 0


def test_a_change_that_fails_leaves_no_news_and_no_hole(world: World) -> None:
    world.say("w1", 1)

    def change(session) -> None:
        world.outbox.emit(session, Message("loans.test.said.v1", "w1", "w1", {"n": 2}))
        raise KeyError("the change itself failed")

    with pytest.raises(KeyError):
        transaction(world.client, change)
    assert world.say("w1", 3).seq == 2


def test_many_writers_of_one_new_stream_leave_no_hole(world: World) -> None:
    ready = threading.Barrier(6)

    def write() -> None:
        ready.wait()
        for n in range(5):
            world.say("w1", n)

    writers = [threading.Thread(target=write) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [row["seq"] for row in world.db.outbox.find().sort("seq")] == list(range(1, 31))


def test_what_waits_is_found_by_its_own_index_whatever_the_archive_holds(world: World) -> None:
    for n in range(20):
        world.say(f"w{n % 4}", n)
    events = world.outbox.unsent(range(8), 100)
    world.outbox.mark_sent([event.id for event in events[:12]])
    plan = (
        world.db.outbox.find({"sent": None, "shard": {"$in": list(range(8))}})
        .sort([("shard", 1), ("stream", 1), ("seq", 1)])
        .explain()["executionStats"]
    )
    assert plan["totalKeysExamined"] <= 8 + 16
    assert len(world.outbox.unsent(range(8), 100)) == 8


def test_republishing_sends_the_archive_again_under_the_same_numbers(world: World) -> None:
    said = [world.say("w1", n) for n in range(3)] + [world.say("w2", 9)]
    world.outbox.mark_sent([event.id for event in said])
    assert world.outbox.republish("w1") == 3
    assert [(event.id, event.seq) for event in world.outbox.unsent(range(8), 10)] == [(e.id, e.seq) for e in said[:3]]
    assert world.outbox.republish() == 1


def test_quiet_news_wakes_nobody_and_is_sent_with_what_comes_after_it(world: World) -> None:
    opened, heard, stop = threading.Event(), threading.Semaphore(0), threading.Event()

    class Wake(threading.Event):
        def set(self) -> None:
            (heard.release if opened.is_set() else opened.set)()

    listening = threading.Thread(target=wake.listen, args=(world.url, world.name, Wake(), stop), daemon=True)
    listening.start()
    assert opened.wait(10)
    quiet = QUIET.set(True)
    world.say("w1", 1)
    QUIET.reset(quiet)
    world.say("w1", 2)
    world.say("w2", 1)
    assert all(heard.acquire(timeout=10) for _ in range(2))
    assert not heard.acquire(timeout=0.5)  # three were written, two were loud
    assert [event.seq for event in world.outbox.unsent(range(8), 10) if event.stream == "w1"] == [1, 2]
    stop.set()
    listening.join(10)
