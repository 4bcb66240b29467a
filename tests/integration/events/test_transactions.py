"""What MongoDB's transactions promise and what they do not, on a real mongod: the reasons behind the kit's rules."""

import threading
import time
from contextlib import suppress

import pymongo
import pytest
from pymongo.errors import DuplicateKeyError, OperationFailure

from shared.errors import Unavailable
from shared.events import indexes
from shared.storage.abandoned import end_abandoned
from shared.storage.mongo import bump_guard, connect, is_transient, transaction
from tests.integration.events.world import World
from tests.stack.servers import Mongod


def two_at_once(world: World, *, guarded: bool) -> int:
    """Let two transactions each look for a booking of a room and make one if there is none; return how many."""
    both_have_looked = threading.Barrier(2, timeout=1)

    def book(who: int) -> None:
        def work(session) -> None:
            if guarded:
                bump_guard(world.db, session, "room:r1")
            free = world.db.heard.count_documents({"room": "r1"}, session=session) == 0
            with suppress(threading.BrokenBarrierError):  # the guard made the other one wait
                both_have_looked.wait()
            if free:
                world.db.heard.insert_one({"room": "r1", "who": who}, session=session)

        transaction(world.client, work, deadline=10)

    threads = [threading.Thread(target=book, args=(who,)) for who in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return world.db.heard.count_documents({"room": "r1"})


def test_without_a_guard_two_bookings_of_one_room_both_commit(world: World) -> None:
    assert two_at_once(world, guarded=False) == 2


def test_with_a_guard_one_of_them_sees_the_other(world: World) -> None:
    world.db.guards.insert_one({"_id": "room:r1", "n": 0})
    assert two_at_once(world, guarded=True) == 1


def test_a_duplicate_key_has_ended_the_transaction_and_comes_out(world: World) -> None:
    def work(session) -> None:
        world.db.heard.insert_one({"_id": "w1"}, session=session)
        try:
            world.db.heard.insert_one({"_id": "w1"}, session=session)
        except DuplicateKeyError:
            world.db.heard.insert_one({"_id": "w2"}, session=session)  # what nobody may do: go on inside

    with pytest.raises((OperationFailure, Unavailable)):
        transaction(world.client, work, deadline=1.0)
    assert world.db.heard.count_documents({}) == 0


def test_the_addresss_own_time_limit_does_not_bound_a_transaction_and_ours_does(world: World) -> None:
    """`timeoutMS` in the URL starts anew with every statement; `pymongo.timeout` is one limit around all of it."""
    world.db.heard.insert_one({"_id": "hot", "n": 0})

    def change(session) -> None:
        world.db.heard.update_one({"_id": "hot"}, {"$inc": {"n": 1}}, session=session)

    with world.client.start_session() as other:
        other.start_transaction()
        change(other)
        began = time.monotonic()
        with pytest.raises(Unavailable):
            transaction(world.client, change, deadline=0.8)
        assert 0.5 < time.monotonic() - began < 2.0
        other.abort_transaction()


def test_a_frozen_database_is_answered_within_the_deadline_and_loses_nothing(
    mongod: Mongod, database_name: str
) -> None:
    with connect(mongod.url) as client:
        db = client[database_name]
        indexes.ensure(db)
        db.heard.insert_one({"_id": "w1", "n": 0})

        def count(session) -> None:
            db.heard.update_one({"_id": "w1"}, {"$inc": {"n": 1}}, session=session)

        mongod.stop()
        try:
            began = time.monotonic()
            with pytest.raises(Unavailable):
                transaction(client, count, deadline=1.0)
            assert time.monotonic() - began < 3.0
        finally:
            mongod.cont()
        until = time.monotonic() + 30
        while db.heard.find_one()["n"] < 1 and time.monotonic() < until:
            end_abandoned(client)  # the frozen server may have begun what nobody will end
            with suppress(Unavailable):
                transaction(client, count, deadline=1.0)
        assert db.heard.find_one()["n"] in (1, 2)  # the first one's outcome is unknown: it may have been stored
        client.drop_database(database_name)


def test_a_transaction_given_up_at_its_deadline_leaves_no_row_locked(world: World) -> None:
    world.db.heard.insert_one({"_id": "w1", "n": 0})

    def slow(session) -> None:
        world.db.heard.update_one({"_id": "w1"}, {"$inc": {"n": 1}}, session=session)
        time.sleep(0.7)
        world.db.heard.find_one({"_id": "w1"}, session=session)

    with pytest.raises(Unavailable):
        transaction(world.client, slow, deadline=0.5)
    began = time.monotonic()
    world.db.heard.update_one({"_id": "w1"}, {"$inc": {"n": 10}})
    assert time.monotonic() - began < 5
    assert world.db.heard.find_one()["n"] == 10


def test_what_may_pass_by_itself_is_told_from_what_may_not(world: World) -> None:
    with world.client.start_session() as one, world.client.start_session() as two:
        for session in (one, two):
            session.start_transaction()
        world.db.heard.insert_one({"_id": "w1"}, session=one)
        with pytest.raises(pymongo.errors.PyMongoError) as conflict:
            world.db.heard.insert_one({"_id": "w1"}, session=two)
    assert is_transient(conflict.value)
    assert is_transient(Unavailable("database_unavailable"))
    assert not is_transient(DuplicateKeyError("x"))
    assert not is_transient(KeyError("x"))
