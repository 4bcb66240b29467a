"""Working days with public holidays and make-up Saturdays, as the State Council publishes them each November."""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

_YEARS: tuple[int, int] = (min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year)


def known(day: date) -> bool:
    """Tell whether the notice of that year is in the calendar data; outside it only weekends count."""
    return _YEARS[0] <= day.year <= _YEARS[1]


def known_until() -> date:
    """Return the last day whose year's notice is in the calendar data."""
    return date(_YEARS[1], 12, 31)


def is_workday(day: date) -> bool:
    """Tell whether offices work on that day (source: yearly notice by package, else Monday to Friday)."""
    if known(day):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


def add(day: date, count: int) -> date:
    """Return the working day `count` working days after `day`; the day itself does not count."""
    step = 1 if count >= 0 else -1
    left = abs(count)
    while left:
        day += timedelta(days=step)
        left -= is_workday(day)
    return day


def between(start: date, end: date) -> int:
    """Return how many working days lie after `start` up to and including `end`; negative when end is earlier."""
    if end < start:
        return -between(end, start)
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


@dataclass(frozen=True, slots=True)
class Span:
    """A limit in working days from a day on, and whether the calendar behind it is certain."""

    starts_on: date
    limit: int

    @property
    def due_on(self) -> date:
        """Return the last day of the limit."""
        return add(self.starts_on, self.limit)

    @property
    def certain(self) -> bool:
        """Tell whether every day of the span lies in a published year."""
        return known(self.starts_on) and known(self.due_on)

    def used(self, today: date) -> int:
        """Return the working days used so far, never below zero."""
        return max(0, between(self.starts_on, today))
