"""Courses laid out over days, and slots that share time."""

from datetime import date, time
from itertools import product

import pytest

from services.training.domain.bookings import Bookings
from services.training.domain.session import Session, Slot, overlap
from services.training.domain.timetable import timetable
from shared.workdays import is_workday
from tests.builders.training import a_course

MONDAY = date(2026, 12, 14)


def a_slot(begins: int, ends: int, day: date = MONDAY) -> Slot:
    return Slot(day, time(begins // 60, begins % 60), time(ends // 60, ends % 60), ends - begins)


def a_session(class_id: str, begins: int, ends: int, room: str = "r", teachers: tuple[str, ...] = ("t",)) -> Session:
    return Session(f"{class_id}{begins}", class_id, a_slot(begins, ends), room, teachers)


@pytest.mark.parametrize("code", ["HW-DJ1", "HW-DJ2", "HW-DL", "EC-DS", "ST-SYB", "BR-JJ", "ST-NET"])
def test_a_course_is_laid_out_to_its_last_minute(code: str):
    course = a_course(code)
    lessons = timetable(course, MONDAY, is_workday)
    assert sum(one.slot.minutes for one in lessons) == course.minutes
    assert all(is_workday(one.slot.on) for one in lessons)
    assert all(one.slot.minutes % 45 == 0 for one in lessons)
    assert all(one.slot.ends > one.slot.begins for one in lessons)
    days = {one.slot.on for one in lessons}
    assert all(sum(one.slot.minutes for one in lessons if one.slot.on == day) <= 7 * 45 for day in days)


def test_sixty_three_lessons_take_nine_days_with_real_breaks():
    lessons = timetable(a_course(), MONDAY, is_workday)
    assert len(lessons) == 18
    first, second = lessons[:2]
    assert (first.slot.begins, first.slot.ends, first.slot.minutes) == (time(8, 30), time(11, 45), 180)
    assert (second.slot.begins, second.slot.ends, second.slot.minutes) == (time(14, 0), time(16, 30), 135)
    assert lessons[0].topic == "侗锦与传承、法律、安全"
    assert lessons[-1].topic.endswith("考试")
    assert {name for one in lessons for name in one.topic.split("；")} == {m.name for m in a_course().modules}


def test_no_class_is_held_on_new_years_day():
    days = {one.slot.on for one in timetable(a_course(), date(2026, 12, 28), is_workday)}
    assert date(2027, 1, 1) not in days or is_workday(date(2027, 1, 1))


def test_two_slots_share_time_in_exactly_eleven_minus_two_of_the_thirteen_relations():
    """Against brute force over minutes: every pair of intervals on a small day, so that all of Allen's 13 occur."""
    points = range(0, 6)
    intervals = [(a, b) for a, b in product(points, points) if a < b]
    relations = set()
    for (a, b), (c, d) in product(intervals, intervals):
        brute = bool(set(range(a, b)) & set(range(c, d)))
        assert overlap(a_slot(a, b), a_slot(c, d)) == brute
        signs = tuple((x > y) - (x < y) for x, y in ((a, c), (a, d), (b, c), (b, d)))
        relations.add(signs)
    assert len(relations) == 13


def test_the_same_times_on_another_day_share_nothing():
    assert not overlap(a_slot(0, 60), a_slot(0, 60, date(2026, 12, 15)))


def kinds(wanted: Session, *there: Session) -> list[str]:
    return [one.kind for one in Bookings(there).clashes([wanted])]


def test_a_clash_names_what_both_need():
    there = a_session("old", 60, 120)
    assert kinds(a_session("new", 100, 160), there) == ["room", "teacher"]
    assert kinds(a_session("new", 100, 160, room="x"), there) == ["teacher"]
    assert kinds(a_session("new", 100, 160, teachers=("u",)), there) == ["room"]
    assert kinds(a_session("new", 100, 160, room="x", teachers=("u",)), there) == []
    assert kinds(a_session("new", 120, 160), there) == []
