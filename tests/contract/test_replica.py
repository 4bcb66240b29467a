"""One suite for the replica in memory and in MongoDB."""

from datetime import date
from typing import Any

import pytest
from pymongo.database import Database

from shared.regions import Level
from shared.replica import Replica
from shared.storage.replica import MongoCards, MongoUnits, indexes
from tests.builders.loans import CITY, COUNTY, OTHER_COUNTY, PATH, TOWN, VILLAGE, a_card, units
from tests.fakes.replica import NotedKeys, a_replica


@pytest.fixture(params=["memory", "mongo"])
def replica(request: pytest.FixtureRequest) -> Replica:
    if request.param == "memory":
        return a_replica()
    database: Database[dict[str, Any]] = request.getfixturevalue("furnished")(indexes)
    return Replica(MongoCards(database, None), MongoUnits(database, None), NotedKeys())


def test_a_card_is_kept_and_an_older_or_equal_one_changes_nothing(replica: Replica):
    assert replica.cards.keep(a_card(seq=2))
    assert not replica.cards.keep(a_card(seq=2, path=PATH[:2]))
    assert not replica.cards.keep(a_card(seq=1, path=PATH[:2]))
    assert replica.cards.get("a" * 32) == a_card(seq=2)
    assert replica.cards.keep(a_card(seq=3, path=PATH[:2]))
    assert replica.cards.get("a" * 32) == a_card(seq=3, path=PATH[:2])


def test_an_erased_woman_stays_erased_when_an_older_answer_comes_late(replica: Replica):
    replica.cards.keep(a_card(seq=2))
    replica.person_erased("a" * 32, 3)
    assert replica.cards.get("a" * 32) is None
    assert not replica.cards.keep(a_card(seq=2))
    assert replica.cards.get("a" * 32) is None
    assert replica.keys.destroyed == ["a" * 32]  # type: ignore[attr-defined]


def test_what_an_answer_says_is_told_as_new_only_once(replica: Replica):
    answer = {"person_id": "a" * 32, "org_path": list(PATH), "bands": {"age": "36_45"}}
    assert replica.card_came(answer, 4) is not None
    assert replica.card_came(answer, 4) is None


def test_the_county_of_a_path_and_the_titles_along_it(replica: Replica):
    for unit in units():
        replica.units.put(unit)
    county = replica.county_of(PATH)
    assert county is not None
    assert county.division == "431230"
    assert replica.county_of(PATH[:1]) is None
    assert replica.counties_of([PATH[:1], PATH, ("e" * 32,)]) == [None, county, None]
    assert replica.titles(PATH) == ["怀化市", "通道侗族自治县", "双江镇", "芋头村"]
    assert replica.titles((CITY, "e" * 32)) == ["怀化市"]
    assert [unit.id for unit in replica.units.of_level(Level.COUNTY)] == [OTHER_COUNTY, COUNTY]


def test_a_unit_moves_with_all_below_it(replica: Replica):
    for unit in units():
        replica.units.put(unit)
    replica.units.move(TOWN, OTHER_COUNTY, [CITY, OTHER_COUNTY, TOWN])
    village, town = replica.units.get(VILLAGE), replica.units.get(TOWN)
    assert village is not None
    assert town is not None
    assert village.path == (CITY, OTHER_COUNTY, TOWN, VILLAGE)
    assert (town.parent, village.parent) == (OTHER_COUNTY, TOWN)


def test_a_closed_unit_is_no_longer_offered(replica: Replica):
    for unit in units():
        replica.units.put(unit)
    replica.units.close(OTHER_COUNTY, date(2026, 12, 1))
    assert [unit.id for unit in replica.units.of_level(Level.COUNTY)] == [COUNTY]
    closed = replica.units.get(OTHER_COUNTY)
    assert closed is not None
    assert closed.closed_on == date(2026, 12, 1)
    assert replica.units.get("e" * 32) is None
