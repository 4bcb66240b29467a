"""A plan is told to the province, and so many days later its opening is applied for (domain.md 3.1)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.training.domain.choosing import Wish
from services.training.domain.place import Organiser, Teacher
from services.training.domain.training_class import State, TrainingClass
from shared import workdays
from shared.clock import FixedClock
from shared.errors import Conflict, Refused
from tests.builders.training import COUNTY, DAY, ELSEWHERE, NOW, ORGANISER, PATH, a_class, an_organiser
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


@pytest.mark.parametrize(
    ("lacks", "slug"),
    [
        (None, "organiser_missing"),
        (replace(an_organiser(), retired=True), "organiser_missing"),
        (replace(an_organiser(), textbooks={"HW-DL": "讲义"}), "textbook_missing"),
    ],
)
def test_no_application_without_what_it_names(here: Memory, lacks: Organiser | None, slug: str):
    one = told(here)
    del here.resources.rows[ORGANISER]
    if lacks is not None:
        here.use.place.put(lacks)
    with pytest.raises(Refused, match=slug):
        here.use.training_class.step.file(one.id, by=BY, reason="教室刚定")
    here.use.place.put(an_organiser())
    assert here.use.training_class.step.file(one.id, by=BY, reason="教室刚定").state is State.FILED


def test_no_application_with_a_teacher_whose_degree_is_not_kept(here: Memory):
    one = told(here)
    [session, *_] = here.sessions.of_classes([one.id])
    teacher = here.resources.rows[session.teachers[0]]
    assert isinstance(teacher, Teacher)
    here.use.place.put(replace(teacher, degree=" "))
    with pytest.raises(Refused, match="degree_missing") as refused:
        here.use.training_class.step.file(one.id, by=BY, reason="教室刚定")
    assert refused.value.facts == {"name": teacher.name}


def test_the_nearest_organiser_holds_the_class_and_a_unit_has_one(here: Memory):
    city = replace(an_organiser(), id="e" * 31 + "0", title="市培训学校", path=PATH[:1])
    here.use.place.put(city)
    assert here.resources.near(PATH).organiser_of(PATH) == an_organiser()
    assert here.resources.near(ELSEWHERE).organiser_of(ELSEWHERE) == city
    with pytest.raises(Conflict, match="organiser_there"):
        here.use.place.edit(replace(an_organiser(), id="d" * 31 + "0"), by=BY)
    changed = replace(an_organiser(), contact="吴月")
    assert here.use.place.edit(changed, by=BY) == changed


def test_where_nobody_asks_for_a_plan_the_application_is_all_there_is(here: Memory):
    rule = here.use.catalogue.filing(DAY)
    assert (rule.asks_plan, here.use.catalogue.filing(DAY, "431230").plan_days_before_application) == (False, 30)
    rule.check(a_class(state=State.PLANNED), DAY, "", workdays.add)
