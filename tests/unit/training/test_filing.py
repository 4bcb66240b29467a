"""A plan is told to the province, and so many days later its opening is applied for (domain.md 3.1)."""

from datetime import date, timedelta

import pytest

from services.training.domain.choosing import Wish
from services.training.domain.training_class import State, TrainingClass
from shared import workdays
from shared.clock import FixedClock
from shared.errors import Refused
from tests.builders.training import COUNTY, DAY, NOW, a_class
from tests.fakes.training import Memory
from tests.unit.training.test_usecases import BY, MONDAY


@pytest.fixture
def here() -> Memory:
    return Memory()


def told(here: Memory) -> TrainingClass:
    """Return a planned class that begins on Monday 25 January, its plan told today, 24 November."""
    one = here.use.training_class.plan(Wish(COUNTY, "HW-BZ", 10, date(2027, 1, 25)), by=BY)
    return here.use.training_class.step.tell_plan(one.id, by=BY)


def test_no_application_before_the_province_has_the_plan_not_even_with_a_reason(here: Memory):
    one = here.use.training_class.plan(Wish(COUNTY, "HW-BZ", 10, MONDAY), by=BY)
    with pytest.raises(Refused, match="plan_not_told"):
        here.use.training_class.step.file(one.id, by=BY, reason="教室刚定")


@pytest.mark.parametrize(("days", "early"), [(29, True), (30, False)])
def test_the_thirty_days_run_from_the_plan_to_the_application(here: Memory, days: int, early: bool):
    one = told(here)
    here.clock = FixedClock(NOW + timedelta(days=days))
    if not early:
        assert here.use.training_class.step.file(one.id, by=BY).state is State.FILED
        return
    with pytest.raises(Refused, match="filed_early") as refused:
        here.use.training_class.step.file(one.id, by=BY, reason=" ")
    assert refused.value.facts == {"days": 30, "first": date(2026, 12, 24)}
    assert here.use.training_class.step.file(one.id, by=BY, reason="教室刚定").opinions[0].text == "教室刚定"


def test_an_application_less_than_three_working_days_before_needs_a_reason(here: Memory):
    """Monday 25 January: the third working day before is Wednesday 20 January."""
    one, other = told(here), told(here)
    here.clock = FixedClock(NOW + timedelta(days=57))
    here.use.training_class.step.file(one.id, by=BY)
    here.clock = FixedClock(NOW + timedelta(days=58))
    with pytest.raises(Refused, match="filed_late") as refused:
        here.use.training_class.step.file(other.id, by=BY)
    assert refused.value.facts == {"last": date(2027, 1, 20)}
    assert here.use.training_class.step.file(other.id, by=BY, reason="教室刚定").opinions[0].text == "教室刚定"


def test_where_nobody_asks_for_a_plan_the_application_is_all_there_is(here: Memory):
    rule = here.use.catalogue.filing(DAY)
    assert (rule.asks_plan, here.use.catalogue.filing(DAY, "431230").plan_days_before_application) == (False, 30)
    rule.check(a_class(state=State.PLANNED), DAY, "", workdays.add)
