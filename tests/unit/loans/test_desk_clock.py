"""A desk's clock counts working days and stands still while we wait for her (domain.md §2.3)."""

from datetime import date

import pytest

from services.loans.domain.desk_clock import DeskClock

TUESDAY, THURSDAY, FRIDAY, SATURDAY, MONDAY = (date(2026, 11, day) for day in (24, 26, 27, 28, 30))
RUNS = DeskClock(TUESDAY, 5)


@pytest.mark.parametrize(
    ("today", "days"), [(date(2026, 11, 20), 0), (TUESDAY, 0), (THURSDAY, 2), (SATURDAY, 3), (MONDAY, 4)]
)
def test_the_day_it_came_does_not_count_nor_does_a_weekend(today: date, days: int):
    assert RUNS.used(today) == days


def test_five_working_days_end_a_week_later():
    assert (RUNS.due_on, RUNS.stopped) == (date(2026, 12, 1), False)


def test_while_it_stands_still_no_day_is_used_and_the_last_day_moves_by_what_was_waited():
    stands = RUNS.stop(THURSDAY)
    assert (stands.stopped, stands.used(MONDAY), stands.used(TUESDAY)) == (True, 2, 0)
    again = stands.go_on(MONDAY)  # Friday and Monday were hers
    assert (again.stopped, again.used(MONDAY), again.due_on) == (False, 2, date(2026, 12, 3))
    assert again.stop(MONDAY).go_on(date(2026, 12, 1)).due_on == date(2026, 12, 4)


def test_who_answers_the_same_day_has_cost_no_day_and_a_clock_that_runs_goes_on():
    stands = RUNS.stop(THURSDAY)
    assert stands.go_on(THURSDAY) == stands.go_on(TUESDAY) == RUNS
    assert RUNS.go_on(MONDAY) == RUNS


def test_never_less_than_nothing_is_used():
    assert DeskClock(TUESDAY, 5, paused=3).used(THURSDAY) == 0


def test_the_next_desk_begins_with_a_clock_of_its_own():
    assert RUNS.stop(THURSDAY).go_on(MONDAY).next(MONDAY, 7) == DeskClock(MONDAY, 7, 0, None)
