"""One suite for the stores of claims and officials in memory and in MongoDB."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pymongo.errors import BulkWriteError

from services.training.domain.official import Duty, Official
from services.training.domain.spot_check import Answer, Call, SpotCheck, Visit
from services.training.domain.subsidy import Act, Action, Claim, Payment, State, Subsidised
from services.training.storage import indexes
from services.training.storage.claims import MongoClaims, MongoCounted
from services.training.storage.officials import MongoOfficials
from services.training.storage.spot_checks import MongoSpotChecks
from shared.access import Scope
from shared.errors import NotFound, Stale
from tests.builders.training import COUNTY, HR, NOW, OTHER_HR, PATH, TOWN, a_claim
from tests.fakes.training_claims import MemoryClaims, MemoryCounted, MemoryOfficials, MemorySpotChecks

SHE = "9" * 32


@pytest.fixture(params=["memory", "mongo"])
def stores(request: pytest.FixtureRequest) -> tuple[Any, ...]:
    if request.param == "memory":
        return MemoryClaims(), MemoryCounted(), MemoryOfficials(), MemorySpotChecks()
    database = request.getfixturevalue("furnished")(indexes.ensure)
    return (
        MongoClaims(database, None),
        MongoCounted(database, None),
        MongoOfficials(database, None),
        MongoSpotChecks(database, None),
    )


def returned() -> Claim:
    one = a_claim(person=SHE)
    one.heads = (replace(one.heads[0], fen=66000, job_fen=11000), *one.heads[1:])
    one.hand_back(Act(Action.HAND_BACK, "r", "training_reviewer", NOW, "缺就业合同"))
    return one


def test_a_claim_is_read_as_it_was_stored_by_its_county_and_by_the_hr_office(stores):
    claims, one = stores[0], returned()
    one.pay_by, one.paid = date(2027, 1, 8), Payment(date(2026, 12, 30), "0031")
    claims.add(one)
    for unit in (COUNTY, HR):
        assert claims.get(Scope(frozenset({unit})), one.id) == one
        assert claims.listed(Scope(frozenset({unit})), {State.RETURNED}, 5) == [one]
    assert claims.listed(Scope(frozenset({HR})), {State.PAID}, 5) == []
    assert claims.of_classes([one.class_id]) == [one]
    assert claims.with_numbers(Scope(frozenset({HR})), {one.heads[0].number, "x"}) == [one]
    assert claims.with_numbers(Scope(frozenset({OTHER_HR})), {one.heads[0].number}) == []
    with pytest.raises(NotFound, match="claim_not_found"):
        claims.get(Scope(frozenset({OTHER_HR})), one.id)


def test_of_two_who_save_one_claim_the_second_is_told(stores):
    claims, one = stores[0], returned()
    claims.add(one)
    first, second = claims.of_classes([one.class_id])[0], claims.of_classes([one.class_id])[0]
    claims.save(first)
    with pytest.raises(Stale):
        claims.save(second)


def test_a_woman_counts_once_in_a_trade_and_a_year_until_her_claim_goes_back(stores):
    counted, first = stores[1], Subsidised(SHE, "a" * 32, "craft", 1, date(2026, 5, 1))
    again = Subsidised(SHE, "b" * 32, "craft", 2, date(2026, 11, 1))
    counted.put([first])
    with pytest.raises((BulkWriteError, AssertionError)):
        counted.put([again])
    assert counted.of_persons([SHE, "8" * 32]) == [first]
    counted.release("a" * 32)
    counted.put([again])
    assert counted.of_persons([SHE]) == [again]


def test_a_ledgers_training_counts_so_often_and_is_told_from_a_claims(stores):
    counted = stores[1]
    told = Subsidised(SHE, "", "craft", 1, date(2024, 5, 1), (*PATH, "3" * 32), 2)
    claimed = Subsidised(SHE, "a" * 32, "craft", 1, date(2026, 5, 1), PATH)
    counted.put([told, claimed])
    assert counted.of_persons([SHE]) == [told, claimed]
    assert counted.claimed([told.key, claimed.key, "x"]) == {claimed.key}
    assert counted.sums(PATH) == [("", "craft", 1), ("3" * 32, "craft", 1)]


def test_officials_are_found_in_their_units_and_counted_by_town_and_duty(stores):
    officials = stores[2]
    first = Official("1" * 32, SHE, (*PATH, TOWN), Duty.PART_CHAIR, date(2024, 3, 1))
    second = Official("2" * 32, "8" * 32, PATH, Duty.MEMBER, date(2023, 3, 1))
    for one in (first, first, second):
        officials.put(one)
    assert officials.inside(Scope(frozenset({COUNTY}))) == [second, first]
    assert officials.inside(Scope(frozenset({TOWN}))) == [first]
    assert officials.count(PATH) == [("", "member", 1), (TOWN, "part_chair", 1)]


def test_checks_are_read_as_they_were_stored_and_the_second_who_saves_is_told(stores):
    checks, day = stores[3], date(2026, 11, 24)
    one = SpotCheck("a" * 32, PATH, "PX|2026-11-24", day, ("1" * 32, "2" * 32))
    assert checks.get(one.id) is None
    checks.add(one)
    first, second = checks.get(one.id), checks.get(one.id)
    first.called("2" * 32, Call(Answer.NO_ANSWER, "r", day))
    first.visited(Visit(day, 27, 28, "都在织", "r"), day)
    checks.save(first)
    assert checks.get(one.id) == first
    assert checks.of_classes([one.id, "b" * 32]) == [first]
    with pytest.raises(Stale):
        checks.save(second)
