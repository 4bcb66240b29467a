"""A whole class is laid where all is free, or it is said what stands in the way and what would work."""

from datetime import date, timedelta

import pytest

from services.training.domain.choosing import Wish
from services.training.domain.place import Equipment, Room, Teacher
from services.training.domain.placing import Way
from services.training.domain.timetable import Half, Pattern
from services.training.domain.training_class import TrainingClass
from shared.errors import Conflict, Refused
from shared.workdays import is_workday
from tests.builders.training import CITY, COUNTY, ELSEWHERE, OTHER_COUNTY, ROOM, ROOM_2, TEACHERS, a_coordinator
from tests.fakes.training import Memory

MONDAY = date(2026, 12, 14)
WOMENS_DAY = date(2027, 3, 8)
BY = a_coordinator("c" * 32)
AFTERNOONS = Pattern(halves=(Half.AFTERNOON,))


@pytest.fixture
def here() -> Memory:
    return Memory()


def planned(here: Memory, course: str = "HW-BZ", capacity: int = 30, **wish: object) -> TrainingClass:
    return here.use.training_class.plan(Wish(COUNTY, course, capacity, **wish), by=BY)


def refused(here: Memory, course: str = "HW-BZ", capacity: int = 30, **wish: object) -> tuple[str, list[Way]]:
    with pytest.raises((Conflict, Refused)) as problem:
        planned(here, course, capacity, **wish)
    return problem.value.slug, list(problem.value.facts["ways"])


def test_63_hours_of_afternoons_from_the_8th_of_march_in_a_room_with_fifteen_looms(here: Memory):
    one = planned(here, "EC-DS", pattern=AFTERNOONS, from_on=WOMENS_DAY, looms=15)
    sessions = here.use.training_class.find.sessions_of([one.id])
    assert (one.plan.starts_on, one.plan.room) == (WOMENS_DAY, ROOM)
    assert sum(session.slot.minutes for session in sessions) == 63 * 45
    assert {session.slot.begins.hour for session in sessions} == {14}
    assert len(sessions) == 21
    assert all(is_workday(session.slot.on) for session in sessions)
    assert one.plan.pattern == AFTERNOONS


def test_what_is_taken_on_that_day_is_passed_over_to_the_first_day_that_works(here: Memory):
    first = planned(here, "EC-DS", from_on=WOMENS_DAY, looms=15)
    second = planned(here, "EC-DS", from_on=WOMENS_DAY, looms=15)
    assert second.plan.starts_on > first.plan.ends_on
    assert not [day for day in _days(first.plan.ends_on, second.plan.starts_on) if is_workday(day)], "the very next"


def _days(after: date, before: date) -> list[date]:
    return [after + timedelta(days=n) for n in range(1, (before - after).days)]


def test_three_ways_follow_the_published_rule(here: Memory):
    """Nothing changed but the day; another room; other teachers; each on its nearest day, the earliest first."""
    first = planned(here, capacity=15, starts_on=MONDAY, room=ROOM, teachers=TEACHERS[:1])
    slug, ways = refused(here, "HW-DL", 15, starts_on=MONDAY, room=ROOM, teachers=TEACHERS[1:2])
    assert slug == "room_taken"
    assert [(way.change, way.starts_on > first.plan.ends_on) for way in ways] == [
        ("room", False),
        ("", True),
        ("teachers", True),
    ]
    assert (ways[0].starts_on, ways[0].chosen.room, ways[0].chosen.teachers) == (MONDAY, ROOM_2, TEACHERS[1:2])
    assert (ways[1].chosen.room, ways[1].chosen.teachers) == (ROOM, TEACHERS[1:2])
    slug, ways = refused(here, "HW-DL", 15, starts_on=MONDAY, room=ROOM_2, teachers=TEACHERS[:1])
    assert slug == "teacher_taken"
    assert (ways[0].change, ways[0].starts_on) == ("teachers", MONDAY)


def test_every_way_that_is_offered_can_be_taken(here: Memory):
    planned(here, capacity=15, starts_on=MONDAY, room=ROOM, teachers=TEACHERS[:1])
    _, ways = refused(here, "HW-DL", 15, starts_on=MONDAY, room=ROOM, teachers=TEACHERS[:1])
    assert len(ways) == 3
    for way in ways:
        again = Memory(classes=here.classes, sessions=here.sessions)
        taken = planned(again, "HW-DL", 15, starts_on=way.starts_on, room=way.chosen.room, teachers=way.chosen.teachers)
        here.sessions.cancel(taken.id)
        assert taken.plan.starts_on == way.starts_on


def test_when_it_never_fits_each_condition_is_let_go_in_turn(here: Memory):
    """Every afternoon of half a year is taken in that room: mornings would do, or the other room."""

    def plan_on_and_on() -> None:
        for _ in range(12):
            planned(here, "EC-DS", 15, from_on=WOMENS_DAY, room=ROOM, pattern=AFTERNOONS)

    with pytest.raises(Conflict, match="room_never_free") as problem:
        plan_on_and_on()
    ways = problem.value.facts["ways"]
    assert [(way.change, way.starts_on, way.chosen.room) for way in ways] == [
        ("halves", WOMENS_DAY, ROOM),
        ("room", WOMENS_DAY, ROOM_2),
    ]
    assert ways[0].wish.pattern.halves == (Half.MORNING,)


def test_too_large_a_class_is_told_which_size_would_work(here: Memory):
    slug, ways = refused(here, "HW-DJ1", 60, from_on=WOMENS_DAY)
    assert slug in ("class_too_large", "too_few_looms")
    assert [(way.change, way.wish.capacity, way.starts_on) for way in ways] == [("capacity", 45, WOMENS_DAY)]
    slug, ways = refused(here, "HW-BZ", 30, from_on=WOMENS_DAY, looms=30)
    assert slug == "room_lacks_looms"
    assert [(way.change, way.starts_on) for way in ways] == [("looms", WOMENS_DAY)]


def test_a_teacher_lent_by_the_city_is_in_one_county_at_a_time(here: Memory):
    """Both counties see her; the second is told who has her, and who saves later waits at the guard of her day."""
    lent = "9" * 32
    here.resources.rows.clear()
    here.use.place.put(Teacher(lent, "陈思琪", "讲师", ("craft",), (CITY,)))
    for unit in (COUNTY, OTHER_COUNTY):
        here.use.place.put(Room(unit, "教室", "镇上", 30, (CITY, unit)))
        here.use.place.put(Equipment(f"{unit[:31]}f", "loom", "织机", 15, unit, (CITY, unit)))
    first = planned(here, capacity=15, starts_on=MONDAY)
    elsewhere = Wish(OTHER_COUNTY, "HW-BZ", 15, MONDAY, teachers=(lent,))
    with pytest.raises(Conflict, match="teacher_taken") as problem:
        here.use.training_class.plan(elsewhere, by=a_coordinator(path=ELSEWHERE))
    assert problem.value.facts["number"] == first.plan.number
    assert f"teacher:{lent}:{MONDAY}" in here.noted.touched
    assert here.use.place.near(COUNTY).teachers == here.use.place.near(OTHER_COUNTY).teachers
    assert here.use.place.near("0" * 32).rooms == ()
