"""Division codes, working days, the clock, ids and state machines."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import workdays
from shared.clock import Clock, FixedClock
from shared.errors import Conflict
from shared.ids import is_id, new_id, person_id, public_code
from shared.machine import move
from shared.regions import Level, county_of, is_division, level, parent

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2030, 12, 31))


@pytest.mark.parametrize(
    ("code", "at", "above"),
    [
        ("000000", Level.NATION, "000000"),
        ("430000", Level.PROVINCE, "000000"),
        ("431200", Level.CITY, "430000"),
        ("431230", Level.COUNTY, "431200"),
        ("431230100", Level.TOWNSHIP, "431230"),
        ("431230100201", Level.VILLAGE, "431230100"),
    ],
)
def test_a_code_tells_its_level_and_what_is_above(code: str, at: Level, above: str):
    assert (level(code), parent(code)) == (at, above)


def test_the_county_of_a_village_is_its_first_six_digits_and_a_city_has_none():
    assert county_of("431230100201") == "431230"
    with pytest.raises(ValueError, match="431200"):
        county_of("431200")


@pytest.mark.parametrize("code", ["", "43123", "4312300", "43123x", "４３１２３０", "431230100201\n"])
def test_what_is_no_code_is_refused(code: str):
    assert not is_division(code)
    with pytest.raises(ValueError):
        level(code)


def test_make_up_saturdays_count_and_holidays_do_not():
    assert workdays.is_workday(date(2026, 2, 14))  # make-up Saturday before the Spring Festival
    assert not workdays.is_workday(date(2026, 10, 1))
    assert workdays.known(date(2026, 6, 1))
    assert not workdays.known(date(2099, 6, 1))
    assert workdays.is_workday(date(2099, 6, 1)) == (date(2099, 6, 1).weekday() < 5)
    assert workdays.known_until().month == 12


@given(DAYS, st.integers(min_value=1, max_value=40))
def test_adding_working_days_and_counting_them_agree(day: date, count: int):
    later = workdays.add(day, count)
    assert workdays.is_workday(later)
    assert workdays.between(day, later) == count
    assert workdays.between(later, day) == -count


@given(DAYS, st.integers(min_value=1, max_value=40))
def test_going_back_is_the_other_way(day: date, count: int):
    earlier = workdays.add(day, -count)
    assert earlier < day
    assert sum(workdays.is_workday(earlier + timedelta(days=n)) for n in range((day - earlier).days)) == count


def test_a_span_knows_its_last_day_and_whether_that_is_certain():
    span = workdays.Span(date(2026, 11, 24), 10)
    assert span.due_on == date(2026, 12, 8)
    assert span.certain
    assert span.used(date(2026, 11, 26)) == 2
    assert span.used(date(2026, 11, 20)) == 0
    assert not workdays.Span(date(2099, 1, 1), 3).certain


def test_a_clock_that_is_moved_moves_the_business_day_and_not_the_servers_time(tmp_path: Path):
    file = tmp_path / "clock"
    clock = Clock(file)
    assert abs(clock.now() - Clock.real_now()) < timedelta(seconds=1)
    Clock(file).move(7 * 24 * 3600)  # somebody else's, as in another process
    assert timedelta(days=6, hours=23) < clock.now() - Clock.real_now() < timedelta(days=7, hours=1)
    assert abs(Clock().now() - Clock.real_now()) < timedelta(seconds=1)
    with pytest.raises(ValueError, match="cannot be moved"):
        Clock().move(1)


def test_an_evening_in_utc_is_the_next_day_in_shanghai():
    assert FixedClock(datetime(2026, 11, 24, 16, 30, tzinfo=UTC)).today() == date(2026, 11, 25)
    assert FixedClock(datetime(2026, 11, 24, 15, 59, tzinfo=UTC)).today() == date(2026, 11, 24)
    assert FixedClock(datetime(2026, 11, 24, 15, 59, tzinfo=UTC)).now().tzinfo is UTC


def test_ids_are_32_hex_digits_and_those_of_records_sort_by_time():
    first, second = new_id(), new_id()
    assert first < second
    assert all(is_id(one) for one in (first, second, person_id()))
    assert not any(is_id(bad) for bad in ("", "A" * 32, "a" * 31, "a" * 33, "a" * 32 + "\n", "{$gt: ''}"))
    assert len(public_code()) == 12
    assert not set(public_code(200)) & set("01IO")


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


class Push(StrEnum):
    GO = "go"


def test_a_move_that_the_table_does_not_have_is_a_conflict_that_names_state_and_action():
    assert move({(Light.RED, Push.GO): Light.GREEN}, Light.RED, Push.GO) is Light.GREEN
    with pytest.raises(Conflict, match="not_in_this_state") as refused:
        move({(Light.RED, Push.GO): Light.GREEN}, Light.GREEN, Push.GO)
    assert refused.value.facts == {"state": "green", "action": "go"}
