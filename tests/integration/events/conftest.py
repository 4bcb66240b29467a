"""Fixtures of the event tests."""

from collections.abc import Iterator

import pytest

from deploy.local import ports
from shared.events.topics import apply
from shared.ids import new_id
from tests.integration.events.world import World
from tests.stack.servers import Broker


@pytest.fixture
def world(mongo_url: str, database_name: str) -> Iterator[World]:
    """An empty world, dropped afterwards."""
    world = World(mongo_url, f"{database_name[:30]}_{new_id()[-6:]}")
    yield world
    world.client.drop_database(world.name)
    world.client.close()


@pytest.fixture
def topic(kafka: Broker) -> str:
    """A fresh topic of four partitions."""
    name = f"t.{new_id()[-8:]}"
    apply(kafka.bootstrap, [name], partitions=4)
    return name


@pytest.fixture
def unused_port() -> int:
    """A port on which nobody listens."""
    [port] = ports.free(1)
    return port
