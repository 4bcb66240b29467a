"""One use case is one transaction, a command is done once, a broken unique index is a refusal: on a real database."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from shared.errors import Conflict, Refused, Unavailable
from shared.frame import Guards
from shared.running import Done, Once
from shared.storage import indexes
from shared.storage.mongo import connect, reading, survey
from shared.storage.runner import Runner

Rows = Database[dict[str, Any]]


class Book:
    """A use case's store, bound to one transaction."""

    def __init__(self, db: Rows, session: ClientSession | None) -> None:
        self.db, self.session = db, session

    def write(self, name: str) -> str:
        self.db.book.insert_one({"name": name}, session=self.session)
        return name

    def count(self) -> int:
        return self.db.book.count_documents({}, session=self.session)


@pytest.fixture
def runner(database: Rows) -> Runner[Book]:
    indexes.ensure(database)
    database.create_collection("book")
    database.book.create_index("name", unique=True, name="one_name")
    duplicates = {"one_name": lambda: Conflict("name_taken")}
    return Runner(database.client, database, lambda session: Book(database, session), duplicates, deadline=5)


def test_what_fails_half_way_has_written_nothing(runner: Runner[Book]):
    def fail(book: Book) -> None:
        book.write("a")
        raise Refused("changed_my_mind")

    with pytest.raises(Refused):
        runner.run(fail)
    assert runner.ask(lambda book: book.count()) == 0


def test_a_survey_sees_one_moment_however_long_it_takes_and_whatever_is_written_meanwhile(runner: Runner[Book]):
    runner.run(lambda book: book.write("a"))

    def twice(book: Book) -> tuple[int, int]:
        before = book.count()
        runner.run(lambda other: other.write(f"{before}"))
        return before, book.count()

    assert runner.survey(twice) == (1, 1)
    assert runner.ask(lambda book: book.count()) == 2
    with pytest.raises(Unavailable):
        survey(runner.client, lambda session: Book(runner.db, session).count(), deadline=0.000_001)


def test_a_unique_index_is_a_refusal_with_its_own_name(runner: Runner[Book]):
    runner.run(lambda book: book.write("a"))
    with pytest.raises(Conflict, match="name_taken"):
        runner.run(lambda book: book.write("a"))


def test_an_index_that_nobody_has_named_stays_a_bug(runner: Runner[Book], database: Rows):
    with pytest.raises(DuplicateKeyError):
        runner.run(lambda book: [database.other.insert_one({"_id": 1}, session=book.session) for _ in range(2)])


def test_a_command_that_comes_twice_is_done_once_and_answered_the_same(runner: Runner[Book]):
    once = Once("w1", "k" * 32, "hash")
    assert runner.once(once, lambda book: book.write("a")) == Done("a")
    assert runner.once(once, lambda book: book.write("b")) == Done("a", replayed=True)
    assert runner.ask(lambda book: book.count()) == 1


def test_a_key_belongs_to_its_actor_and_its_request(runner: Runner[Book]):
    runner.once(Once("w1", "k" * 32, "hash"), lambda book: book.write("a"))
    with pytest.raises(Refused, match="key_reused"):
        runner.once(Once("w1", "k" * 32, "another"), lambda book: book.write("b"))
    assert runner.once(Once("w2", "k" * 32, "hash"), lambda book: book.write("b")) == Done("b")


def test_a_refusal_leaves_its_key_free(runner: Runner[Book]):
    once = Once("w1", "k" * 32, "hash")

    def refuse(_book: Book) -> str:
        raise Refused("not_now")

    with pytest.raises(Refused):
        runner.once(once, refuse)
    assert runner.once(once, lambda book: book.write("a")) == Done("a")


def test_a_double_press_at_the_same_moment_is_done_once(runner: Runner[Book]):
    together, once = threading.Barrier(8), Once("w1", "k" * 32, "hash")

    def press(n: int) -> Done:
        together.wait()
        return runner.once(once, lambda book: book.write(f"{n}"))

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(press, range(8)))
    assert len({one.resource_id for one in found}) == 1
    assert [one.replayed for one in found].count(False) == 1
    assert runner.ask(lambda book: book.count()) == 1


def test_many_on_one_hot_document_wait_in_turn_and_none_is_lost(runner: Runner[Book], database: Rows):
    database.hot.insert_one({"_id": "class:1", "n": 0})

    def add(book: Book) -> None:
        row = database.hot.find_one({"_id": "class:1"}, session=book.session)
        assert row is not None
        database.hot.update_one({"_id": "class:1"}, {"$set": {"n": row["n"] + 1}}, session=book.session)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _n: runner.run(add, hot="class:1"), range(40)))
    assert database.hot.find_one({"_id": "class:1"}) == {"_id": "class:1", "n": 40}


def test_a_guard_stands_only_inside_a_transaction(runner: Runner[Book], database: Rows):
    with pytest.raises(RuntimeError, match="inside a transaction"):
        Guards(database, None).touch("person:1")
    runner.run(lambda book: Guards(database, book.session).touch("person:1"))
    assert database.guards.find_one({"_id": "person:1"}) == {"_id": "person:1", "n": 1}


def test_where_nobody_answers_it_is_unavailable_within_the_deadline():
    with connect("mongodb://127.0.0.1:9/?replicaSet=rs0") as nobody:
        with pytest.raises(Unavailable, match="database_unavailable"):
            reading(nobody.x.y.find_one, deadline=0.3)
        runner: Runner[Book] = Runner(nobody, nobody.x, lambda session: Book(nobody.x, session), deadline=0.3)
        with pytest.raises(Unavailable):
            runner.run(lambda book: book.count())


def test_the_keys_of_commands_end_after_seven_days(runner: Runner[Book], database: Rows):
    assert database.once.index_information()["kept_7_days"]["expireAfterSeconds"] == 7 * 24 * 3600
