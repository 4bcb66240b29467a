"""Who asks for the same at once is served in one transaction, each with the own answer: on a real database."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.access import Actor, Kind
from shared.errors import Refused
from shared.ids import new_id
from shared.running import Asker, Done, Once
from shared.storage import indexes
from shared.storage.runner import Runner
from tests.stack.people import until

Rows = Database[dict[str, Any]]
HOT = "queue"


class Book:
    """A use case's store, bound to one transaction."""

    def __init__(self, db: Rows, session: ClientSession | None) -> None:
        self.db, self.session = db, session

    def write_each(self, askers: Sequence[Asker]) -> list[str]:
        if any(one.by.name == "refused" for one in askers):
            raise Refused("changed_my_mind")
        rows = [{"_id": new_id(), "name": one.by.name, "with": len(askers)} for one in askers]
        self.db.book.insert_many(rows, session=self.session)
        return [row["_id"] for row in rows]


class Held:
    """Work whose first run waits, so that others ask meanwhile."""

    def __init__(self, work: Callable[[Book, Sequence[Asker]], Sequence[str]]) -> None:
        self.work, self.runs, self.go = work, 0, threading.Event()

    def __call__(self, book: Book, askers: Sequence[Asker]) -> Sequence[str]:
        self.runs += 1
        if self.runs == 1:
            assert self.go.wait(20)
        return self.work(book, askers)


@pytest.fixture
def runner(database: Rows) -> Runner[Book]:
    indexes.ensure(database)
    database.create_collection("book")
    return Runner(database.client, database, lambda session: Book(database, session), {}, deadline=20)


def asked(name: str, key: str = "", request_hash: str = "h") -> tuple[Once, Asker]:
    return Once(name, key or new_id(), request_hash), Asker(Actor(name, Kind.STAFF, name=name))


@contextmanager
def crowd(runner: Runner[Book], held: Held, *asks: tuple[Once, Asker]) -> Iterator[list[Future[Done]]]:
    """Let one ask first and hold it; the others come while it works, and go on together once it is done."""
    with ThreadPoolExecutor(len(asks) + 1) as pool:
        first = pool.submit(lambda: runner.together(*asked("first"), held, hot=HOT))
        until(lambda: held.runs == 1, 20)
        futures = [pool.submit(lambda one=one: runner.together(*one, held, hot=HOT)) for one in asks]
        until(lambda: len(runner._crowds[HOT]._waiting) == len(asks), 20)
        held.go.set()
        assert first.result(20).resource_id
        yield futures


def test_who_waits_is_served_in_one_transaction_each_with_the_own_answer_and_key(runner: Runner[Book], database: Rows):
    asks = [asked(f"officer {n}") for n in range(5)]
    with crowd(runner, Held(Book.write_each), *asks) as futures:
        done = [one.result(20) for one in futures]
    names = {row["_id"]: row["name"] for row in database.book.find()}
    assert [names[one.resource_id] for one in done] == [f"officer {n}" for n in range(5)]
    assert sorted(row["with"] for row in database.book.find()) == [1, 5, 5, 5, 5, 5]
    again = runner.together(*asks[3], Book.write_each, hot=HOT)
    assert again == Done(done[3].resource_id, replayed=True)
    assert database.book.count_documents({}) == 6


def test_one_who_is_refused_takes_nobody_else_along(runner: Runner[Book], database: Rows):
    with crowd(runner, Held(Book.write_each), asked("a"), asked("refused"), asked("b")) as (a, refused, b):
        with pytest.raises(Refused, match="changed_my_mind"):
            refused.result(20)
        assert a.result(20).resource_id != b.result(20).resource_id
    assert sorted(row["name"] for row in database.book.find()) == ["a", "b", "first"]


def test_the_same_key_twice_in_one_crowd_is_done_once_and_with_another_request_refused(
    runner: Runner[Book], database: Rows
):
    key = new_id()
    same, other = (asked("a", key), asked("a", key)), asked("a", key, "another")
    with crowd(runner, Held(Book.write_each), *same, other) as futures:
        outcomes = [one.exception(20) or one.result(20) for one in futures]
    assert database.book.count_documents({"name": "a"}) == 1
    assert sum(isinstance(one, Done) for one in outcomes) in (1, 2)  # whichever of the two requests came first
    assert {one.slug for one in outcomes if isinstance(one, Refused)} == {"key_reused"}


def test_a_bug_in_the_work_is_raised_to_each_and_the_next_one_is_served(runner: Runner[Book], database: Rows):
    def broken(book: Book, askers: Sequence[Asker]) -> Sequence[str]:
        if askers[0].by.name != "first":
            raise ZeroDivisionError
        return book.write_each(askers)

    with crowd(runner, Held(broken), asked("a"), asked("b")) as futures:
        for one in futures:
            with pytest.raises(ZeroDivisionError):
                one.result(20)
    assert runner.together(*asked("c"), lambda book, askers: book.write_each(askers), hot=HOT).resource_id
    assert sorted(row["name"] for row in database.book.find()) == ["c", "first"]
