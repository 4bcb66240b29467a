"""A course laid out over days by a pattern of weekdays and half days, until its minutes are reached."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from services.training.domain.course import LESSON, Course
from services.training.domain.session import Slot
from shared.errors import Refused

BREAK = 15
FRIDAY = 4
HORIZON = timedelta(days=366)
Workday = Callable[[date], bool]


class Half(StrEnum):
    """A half of a day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


HALVES = {Half.MORNING: (time(8, 30), 4), Half.AFTERNOON: (time(14, 0), 3)}


def half_day(day: date, half: Half) -> Slot:
    """Return the whole half of a day, its break inside."""
    begins, lessons = HALVES[half]
    return Slot(day, begins, _after(begins, lessons * LESSON + BREAK), lessons * LESSON)


def check_day(day: date, today: date) -> None:
    """Raise Refused("day_too_far") for a day more than a year away; a class that has begun is still written down."""
    first, last = today - HORIZON, today + HORIZON
    if not first <= day <= last:
        raise Refused("day_too_far", first=first, last=last)


@dataclass(frozen=True, slots=True)
class Pattern:
    """When there is class: weekdays from 0 = Monday, none = every working day; which halves of these days."""

    weekdays: frozenset[int] = frozenset()
    halves: tuple[Half, ...] = tuple(Half)

    def taught_on(self, day: date, workday: Workday) -> bool:
        """Tell whether there is class: on a weekday only when it is worked, on a weekend when it was asked for."""
        if not self.weekdays:
            return workday(day)
        return day.weekday() in self.weekdays and (day.weekday() > FRIDAY or workday(day))


EVERY_DAY = Pattern()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A slot and what is taught in it."""

    slot: Slot
    topic: str


def timetable(course: Course, starts_on: date, workday: Workday, pattern: Pattern = EVERY_DAY) -> list[Lesson]:
    """Return the lessons of a course from a day on: 4 课时 in the morning, 3 in the afternoon, one break in each.

    Seven 课时 a day is Hunan's standard of 2022; the credited minutes are whole lessons, not the half-day's length.
    """
    slots = list(_slots(course.minutes, starts_on, workday, pattern))
    return [Lesson(slot, topic) for slot, topic in zip(slots, _topics(course, slots), strict=True)]


def _slots(minutes: int, day: date, workday: Workday, pattern: Pattern) -> Iterator[Slot]:
    while minutes > 0:
        if pattern.taught_on(day, workday):
            for begins, lessons in (HALVES[half] for half in pattern.halves):
                counted = min(minutes, lessons * LESSON)
                if counted:
                    yield Slot(day, begins, _after(begins, counted + (BREAK if counted > LESSON else 0)), counted)
                minutes -= counted
        day += timedelta(days=1)


def _after(begins: time, minutes: int) -> time:
    whole = begins.hour * 60 + begins.minute + minutes
    return time(whole // 60, whole % 60)


def _topics(course: Course, slots: list[Slot]) -> Iterator[str]:
    done = 0
    for slot in slots:
        began, names = 0, []
        for module in course.modules:
            if began < done + slot.minutes and done < began + module.minutes:
                names.append(module.name)
            began += module.minutes
        done += slot.minutes
        yield "；".join(names)
