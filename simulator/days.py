"""The span of days that is played, and walking on working days in it."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from shared import workdays
from simulator.dice import Dice

LONGEST = timedelta(days=318)
FIRST_NOTICE = date(2026, 1, 5)  # before it no consent notice and no message text is in force


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day that is played to the last, which is the day the city was begun."""

    first: date
    today: date

    @classmethod
    def until(cls, today: date) -> "Span":
        """Return the span that ends on a day."""
        return cls(max(FIRST_NOTICE, today - LONGEST), today)

    def share(self, permille: int) -> date:
        """Return the working day that lies so far between first and last."""
        days = (self.today - self.first).days * permille // 1000
        return workday(self.first + timedelta(days=days))

    def between(self, dice: Dice, least: int, most: int) -> date:
        """Return a working day somewhere between two shares."""
        return self.share(dice.whole(least, most))


@cache
def workday(day: date) -> date:
    """Return the day, or the next working day after it."""
    return day if workdays.is_workday(day) else workdays.add(day, 1)


@cache
def later(day: date, count: int) -> date:
    """Return a day so many working days later, or earlier for a negative count."""
    return workdays.add(day, count) if count else workday(day)
