"""Fixtures for everything that needs real servers; each starts when the first test asks for it."""

import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pymongo
import pytest
from pymongo.database import Database

from tests.builders.databases import Ensure, leave, stores
from tests.builders.world import close_kept
from tests.stack.servers import Broker, Mongod, start_kafka, start_mongod
from tests.stack.stack import Stack


@pytest.fixture(scope="session")
def mongod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mongod]:
    """One real mongod per run."""
    server = start_mongod(tmp_path_factory.mktemp("mongod"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def mongo_url(mongod: Mongod) -> str:
    """The address of the run's mongod; a test names its own databases."""
    return mongod.url


@pytest.fixture
def database_name(request: pytest.FixtureRequest) -> str:
    """A database name that no other test uses."""
    words = re.sub(r"\W+", "_", request.node.name)[:40]
    return f"t_{abs(hash(request.node.nodeid)) % 10**8:08d}_{words}"


@pytest.fixture
def database(mongo_url: str, database_name: str) -> Iterator[Database[dict[str, Any]]]:
    """An empty database for one test, with aware times, dropped afterwards."""
    with pymongo.MongoClient[dict[str, Any]](mongo_url, tz_aware=True) as client:
        client.drop_database(database_name)
        yield client[database_name]
        client.drop_database(database_name)


@pytest.fixture
def furnished(mongo_url: str) -> Iterator[Callable[[Ensure], Database[dict[str, Any]]]]:
    """Give the database with what a function makes, empty: each process keeps one for each function.

    With aware times.
    """
    with pymongo.MongoClient[dict[str, Any]](mongo_url, tz_aware=True) as client:
        given: list[Database[dict[str, Any]]] = []

        def give(ensure: Ensure) -> Database[dict[str, Any]]:
            given.append(stores(client, ensure))
            return given[-1]

        yield give
        for db in given:
            leave(db)


@pytest.fixture(scope="session")
def kept(mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of apps on reused databases: one app for each service and process, closed when the run ends."""
    yield tmp_path_factory.mktemp("kept")
    close_kept()


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """One real Kafka broker per run."""
    server = start_kafka(tmp_path_factory.mktemp("kafka"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """All of Jinguo, once per run, with the demonstration city in it."""
    whole = Stack(tmp_path_factory.mktemp("stack"))
    try:
        whole.open()
        yield whole
    finally:
        whole.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the end of every log of the stack below a failed test."""
    report = yield
    whole = getattr(item, "funcargs", {}).get("stack")
    if report.failed and isinstance(whole, Stack):
        report.sections.append(("logs of the stack", whole.last_lines()))
    return report
