"""The plan of a city is pure: equal for equal seeds, in order, and nobody in it exists."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from services.applicant.domain.id_number import read
from shared.workdays import is_workday
from simulator.dice import Dice
from simulator.goals import BORROWS, COUNTIES, DESKS, PANEL, PANELS, TWO_HANDS, WHOLE, End
from simulator.loan_forms import ENTERPRISE, INDIVIDUAL, PARTNER, WANTED, form_of, partners_of, staff_of
from simulator.people import population
from simulator.plan import plan, spread
from simulator.steps import ORDER
from tests.builders.loan_rules import RULES

TODAY = date(2026, 11, 24)
CITY = plan("1", 300, TODAY)


def test_the_same_seed_gives_the_same_city():
    assert plan("1", 300, TODAY) == CITY


def test_another_seed_gives_other_women():
    other = plan("2", 300, TODAY)
    assert [one.name for one in other.women.values()] != [one.name for one in CITY.women.values()]
    assert other.steps != CITY.steps


def test_every_woman_lives_in_one_of_the_thirteen_counties():
    assert sum(spread(300).values()) == 300
    assert set(spread(300)) == set(COUNTIES)
    assert all(count > 0 for count in spread(300).values())


def test_an_id_number_is_valid_female_and_given_out_by_nobody():
    for one in CITY.women.values():
        found = read(one.id_no, TODAY)
        assert found.value is not None
        assert not found.findings
        assert one.id_no[14:17] == "000"


def test_twenty_thousand_women_of_one_county_have_twenty_thousand_numbers_and_phones():
    people = list(population(Dice("x"), {"431230": 20_000}))
    assert len({one.id_no for one in people}) == len({one.phone for one in people}) == 20_000


def test_nothing_happens_before_the_first_day_or_after_today_and_offices_rest_on_free_days():
    assert all(CITY.span.first <= one.on <= TODAY for one in CITY.steps)
    desks = [one for one in CITY.steps if one.verb.startswith(("desk.", "class.", "loan.sign"))]
    assert all(is_workday(one.on) for one in desks)


def test_a_woman_registers_before_anything_else_happens_to_her():
    seen: defaultdict[int | str, list[str]] = defaultdict(list)
    for one in CITY.steps:
        seen[one.who].append(one.verb)
    assert all(seen[no][0] == "woman.register" for no in CITY.women)


def test_every_act_has_one_name_for_ever():
    assert max(Counter(one.key for one in CITY.steps).values()) == 1
    assert {one.verb for one in CITY.steps} <= set(ORDER)


@pytest.mark.parametrize("county", WHOLE)
def test_every_desk_of_the_whole_counties_has_a_case_in_time_one_too_late_and_one_that_waits_for_her(county: str):
    goals = [goal for no, goal in CITY.goals.items() if CITY.women[no].county == county]
    for desk in DESKS:
        kinds = {(goal.end, goal.late) for goal in goals if goal.at == desk}
        assert {(End.REVIEW, False), (End.REVIEW, True), (End.RETURNED, False)} <= kinds
    assert {goal.at for goal in goals if goal.waits} >= set(TWO_HANDS)
    assert {End.OVERDUE, End.SUBROGATED, End.ACTIVE} <= {goal.end for goal in goals}


@pytest.mark.parametrize("women", [200, 300, 1040])
def test_where_a_leading_group_decides_one_case_waits_for_its_first_vote_and_one_for_its_last(women: int):
    city = plan("1", women, TODAY)
    before = [(no, goal.waits) for no, goal in city.goals.items() if goal.at == PANEL]
    assert {city.women[no].county for no, _ in before} == set(PANELS)
    assert sorted(waits for _, waits in before) == [False, True]
    cast = {one.who: one.facts["votes"] for one in city.steps if "votes" in one.facts}
    assert cast == {no: int(waits) for no, waits in before}


def test_who_comes_before_a_panel_asks_for_as_much_as_it_decides_on():
    (county,) = PANELS
    steps = RULES.on(TODAY, county, "desks").values["steps"]
    assert next(one["from_fen"] for one in steps if one["desk"] == PANEL) <= min(WANTED[PANEL]) * 100


def test_a_class_on_its_way_has_been_planned_and_one_with_a_waiting_list_has_too_few_places():
    roads = {one.road for one in CITY.classes.values()}
    assert roads == {"closed", "exam", "running", "enrolling", "approved", "filed", "planned"}
    full = [one for one in CITY.classes.values() if one.waiting]
    assert full
    assert all(len(one.women) > one.capacity for one in full)
    assert all(one.planned_on <= TODAY for one in CITY.classes.values())


@pytest.mark.parametrize("women", [200, 300])
@pytest.mark.parametrize("county", WHOLE)
def test_in_each_whole_county_a_class_runs_one_is_examined_and_women_sign_up(women: int, county: str):
    here = [one for one in plan("1", women, TODAY).classes.values() if one.county == county]
    assert {one.road for one in here if one.women} >= {"closed", "exam", "running", "enrolling"}


def test_every_county_has_a_case_for_its_officer():
    city = plan("1", 200, TODAY)
    ends = {city.women[no].county for no, goal in city.goals.items() if goal.end is End.REVIEW}
    assert ends == set(COUNTIES)


@pytest.mark.parametrize("women", [200, 300])
def test_in_each_whole_county_some_borrow_with_partners_and_some_as_an_enterprise(women: int):
    city = plan("1", women, TODAY)
    borrowers = [(city.women[no], goal) for no, goal in city.goals.items() if goal.end in BORROWS]
    forms = Counter((one.county, form_of(one, goal)) for one, goal in borrowers)
    assert all(forms[county, form] for county in WHOLE for form in (INDIVIDUAL, PARTNER, ENTERPRISE))


def test_partners_and_staff_have_valid_numbers_that_nobody_else_has():
    women = list(CITY.women.values())
    others = [one["id_no"] for woman in women for one in partners_of(woman)]
    others += [one.id_no for woman in women for one in staff_of(woman, TODAY)]
    assert all(not read(number, TODAY).findings for number in others)
    assert len({*others, *(one.id_no for one in women)}) == len(others) + len(women)


def test_an_enterprise_has_hired_more_than_a_tenth_of_its_staff_within_the_year():
    for woman in CITY.women.values():
        staff = staff_of(woman, TODAY)
        hired = [one for one in staff if one.group != "none" and (TODAY - one.contract_from).days < 365]
        assert len(hired) * 10 >= len(staff)
