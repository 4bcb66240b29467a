"""One session, or it and all that follow, at another time; which times are offered instead when that clashes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from services.training.domain.session import Session, Slot
from services.training.domain.timetable import FRIDAY, HALVES, Pattern, Workday
from shared.errors import Refused

LATEST = 21 * 60
REACH = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a session shall go: what is None stays; `series` takes all that follow along at their hours."""

    on: date
    begins: time | None = None
    room: str | None = None
    teachers: tuple[str, ...] = ()
    series: bool = False
    reason: str = ""


def moved(one: Session, wanted: Wanted) -> Session:
    """Return a session at its new time with as many minutes; raises Refused("too_late_in_the_day")."""
    return replace(
        one,
        slot=slot_at(one.slot, wanted.on, wanted.begins or one.slot.begins),
        room=wanted.room or one.room,
        teachers=wanted.teachers or one.teachers,
    )


def slot_at(slot: Slot, on: date, begins: time) -> Slot:
    """Return a slot of the same length elsewhere; raises Refused("too_late_in_the_day")."""
    length = int((slot.ends_at - slot.starts_at).total_seconds()) // 60
    ends = begins.hour * 60 + begins.minute + length
    if ends > LATEST:
        raise Refused("too_late_in_the_day", latest=f"{LATEST // 60}:00")
    return Slot(on, begins, time(ends // 60, ends % 60), slot.minutes)


def series(sessions: Sequence[Session], wanted: Wanted, pattern: Pattern, workday: Workday) -> list[Session]:
    """Return sessions laid anew from a day on: those of one day stay together, on the next day the pattern teaches."""
    new_days = _taught(wanted.on, pattern, workday)
    days: dict[date, date] = {}
    for one in sessions:
        if one.slot.on not in days:
            days[one.slot.on] = next(new_days)
    return [moved(one, replace(wanted, on=days[one.slot.on], begins=None)) for one in sessions]


def _taught(day: date, pattern: Pattern, workday: Workday) -> Iterator[date]:
    yield day  # the day that was asked for, whatever it is
    while True:
        day += timedelta(days=1)
        if pattern.taught_on(day, workday):
            yield day


def times_near(slot: Slot, pattern: Pattern, workday: Workday, after: datetime) -> list[Slot]:
    """Return other times for a slot, nearest first and the earlier of two: its own hour and the two half days.

    On the days near it, nothing before `after`.
    """
    begins = sorted({slot.begins, *(begin for begin, _ in HALVES.values())})
    found = [slot_at(slot, day, begin) for day in days_near(slot.on, pattern, workday) for begin in begins]
    return sorted(
        (one for one in found if one.starts_at > after),
        key=lambda one: (abs(one.starts_at - slot.starts_at), one.starts_at),
    )


def days_near(day: date, pattern: Pattern, workday: Workday) -> list[date]:
    """Return a day and those on which the class may be taught, nearest first, four weeks to each side."""
    days = (day + timedelta(days=n) for n in range(-REACH.days, REACH.days + 1))
    found = [one for one in days if one == day or _teachable(one, pattern, workday)]
    return sorted(found, key=lambda one: (abs(one - day), one))


def _teachable(day: date, pattern: Pattern, workday: Workday) -> bool:
    return workday(day) or (day.weekday() > FRIDAY and day.weekday() in pattern.weekdays)


def span(sessions: Iterable[Session]) -> tuple[date, date]:
    """Return the first and the last day of sessions."""
    days = [one.slot.on for one in sessions]
    return min(days), max(days)
