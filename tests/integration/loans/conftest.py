"""loans in this process on a real database, with a village and a woman in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.loans.wiring import Wiring, wire
from shared.access import Actor
from shared.storage.replica import MongoCards, MongoUnits
from tests.builders.databases import REUSED
from tests.builders.loans import a_card, units
from tests.builders.world import World, a_woman, world


@pytest.fixture
def loans(mongo_url: str, kept: Path) -> Iterator[World]:
    with world("loans", mongo_url, REUSED, kept) as found:
        for unit in units():
            MongoUnits(found.db, None).put(unit)
        yield found


@pytest.fixture
def wiring(loans: World) -> Iterator[Wiring]:
    found = wire(loans.settings)
    yield found
    found.frame.close()


@pytest.fixture
def woman(loans: World) -> Actor:
    found = a_woman()
    MongoCards(loans.db, None).keep(a_card(found.id))
    return found
