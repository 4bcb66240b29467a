"""Journeys and their counters keep the same promises in memory and in MongoDB."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pymongo.database import Database

from services.applicant.domain.journey import Stage
from services.applicant.storage import journeys as stored
from services.applicant.storage.counters import MongoCounters
from services.applicant.storage.journeys import MongoJourneys
from shared.access import NOWHERE, SYSTEM, Scope
from shared.errors import NotFound
from shared.events import outbox
from shared.storage.mongo import connect, transaction
from tests.builders import journey as made
from tests.fakes.journey import MemoryJourneys

WOMEN = [f"{n:032x}" for n in range(100, 107)]


class Real:
    """MongoDB's: every call that writes in a transaction of its own."""

    def __init__(self, db: Database[dict[str, Any]]) -> None:
        self.db, self.asked = db, MongoJourneys(db, None)
        self.read = MongoCounters(db, None, "journey_0").read
        self.cells = MongoCounters(db, None, "journey_0").cells

    def __getattr__(self, name: str) -> Any:
        return getattr(self.asked, name)

    def note(self, *fact: Any) -> None:
        transaction(self.db.client, lambda session: MongoJourneys(self.db, session).note(*fact))


@pytest.fixture(params=["memory", "mongo"])
def kept(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "memory":
        yield MemoryJourneys()
        return
    name, url = request.getfixturevalue("database_name"), request.getfixturevalue("mongo_url")
    with connect(url) as client:
        outbox.collections(client[name], "journey_0", "journey_counters", "views")
        stored.prepare(client[name], "journey_0")
        yield Real(client[name])
        client.drop_database(name)


def lived(kept: Any) -> None:
    for n, woman in enumerate(WOMEN):
        kept.note(woman, *made.registered(made.PATHS[n % 3], on=f"2026-{9 + n % 3:02}-05"))
        if n % 2:
            kept.note(woman, *made.place("enrolled", on="2026-11-10"))
    kept.note(WOMEN[1], *made.amended(made.PATHS[2], on="2026-11-20"))
    kept.note(WOMEN[2], *made.reached(Stage.CERTIFIED))
    kept.note(WOMEN[3], *made.place("dropped"))
    kept.note(WOMEN[4], *made.erased())
    kept.note(WOMEN[4], *made.place("enrolled"))


def test_every_number_is_the_length_of_its_list(kept: Any) -> None:
    lived(kept)
    cells = kept.cells()
    assert cells
    for cell, n in cells.items():
        assert len(kept.page(cell, "", 200)) == n, cell


def test_the_counters_are_what_a_full_count_finds(kept: Any) -> None:
    lived(kept)
    assert kept.cells() == kept.full_count()


def test_a_list_goes_on_where_its_page_ended(kept: Any) -> None:
    lived(kept)
    cell = (made.CITY, "now", "registered")
    whole = [row["_id"] for row in kept.page(cell, "", 200)]
    assert whole == [woman for woman in WOMEN if woman != WOMEN[4]]
    assert [row["_id"] for row in kept.page(cell, whole[2], 2)] == whole[3:5]


def test_a_row_is_seen_inside_the_scope_only(kept: Any) -> None:
    lived(kept)
    assert kept.get(Scope(frozenset({made.COUNTY})), WOMEN[0])["stage"] == "registered"
    assert kept.get(SYSTEM, WOMEN[0]) == kept.hers(WOMEN[0])
    nobody: list[Callable[[], Any]] = [
        lambda: kept.get(NOWHERE, WOMEN[0]),
        lambda: kept.get(Scope(frozenset({made.PATHS[1][1]})), WOMEN[0]),
        lambda: kept.get(SYSTEM, WOMEN[4]),
        lambda: kept.get(SYSTEM, "f" * 32),
    ]
    for asked in nobody:
        with pytest.raises(NotFound, match="journey_not_found"):
            asked()


def test_an_erased_woman_leaves_no_row_to_read(kept: Any) -> None:
    lived(kept)
    assert kept.hers(WOMEN[4]) is None


def test_a_table_is_read_by_units_and_month(kept: Any) -> None:
    lived(kept)
    rows = kept.read([made.COUNTY, made.PATHS[1][1], "f" * 32], "2026-11")
    assert {unit: {k: n for k, n in row["n"].items() if n} for unit, row in rows.items()} == {
        made.COUNTY: {"registered": 2, "enrolled": 1, "certified": 1},
        made.PATHS[1][1]: {"enrolled": 1},
    }
    assert all(row["at"].tzinfo for row in rows.values())
