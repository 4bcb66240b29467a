"""Interest by end-of-day balances (积数): balance at the end of each day × rate / 360, half up once per period.

The day of disbursement counts, the day of a repayment counts with the balance that remains (domain.md §1.7 no. 5, §7).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

YEAR = 360
BP = 10_000
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Movement:
    """The principal moved on a day: up at disbursement, down at repayment; in fen."""

    on: date
    change_fen: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What is owed of the principal at the end of each day from `first` to `last`, both included; in fen."""

    first: date
    last: date
    fen: int

    @property
    def days(self) -> int:
        """Return how many days it stood."""
        return (self.last - self.first).days + 1


def fen_days(movements: Iterable[Movement], first: date, last: date) -> int:
    """Return the sum of the balances at the end of each day from `first` to `last`, both included."""
    return sum(one.change_fen * max(0, (last - max(first, one.on)).days + 1) for one in movements)


def balances(movements: Iterable[Movement], first: date, last: date) -> Iterator[Balance]:
    """Yield the balances from `first` to `last`, both included, one for each stretch on which nothing moved."""
    moved = list(movements)
    turns = sorted({one.on for one in moved if first < one.on <= last} | {first, last + DAY})
    for start, following in pairwise(turns):
        yield Balance(start, following - DAY, sum(one.change_fen for one in moved if one.on <= start))


def interest(days_fen: int, rate_bp: int) -> int:
    """Return the interest in fen for a sum of daily balances at a yearly rate in basis points."""
    return half_up(days_fen * rate_bp, YEAR * BP)


def half_up(numerator: int, denominator: int) -> int:
    """Return the nearest whole number of two that are not negative, halves upwards."""
    return (2 * numerator + denominator) // (2 * denominator)
