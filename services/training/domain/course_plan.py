"""The plan of a course, day by day, as its modules make it: what stands on the opening application (开班申请)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from services.training.domain.course import LESSON, Course
from services.training.domain.timetable import FRIDAY, timetable

ANY_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Half:
    """Half a day: lessons of 45 minutes, and what is taught."""

    lessons: int
    topic: str


def course_plan(course: Course) -> list[Sequence[Half]]:
    """Return the half days of each day of class, with seven lessons a day."""
    laid = timetable(course, ANY_MONDAY, lambda day: day.weekday() <= FRIDAY)
    days = groupby(laid, key=lambda lesson: lesson.slot.on)
    return [[Half(one.slot.minutes // LESSON, one.topic) for one in lessons] for _, lessons in days]
