"""Interest by end-of-day balances (积数): balance at the end of each day × rate / 360, half up once per period.

The day of disbursement counts, the day of a repayment counts with the balance that remains (domain.md §1.7 no. 5, §7).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

YEAR = 360
BP = 10_000


@dataclass(frozen=True, slots=True)
class Movement:
    """The principal moved on a day: up at disbursement, down at repayment; in fen."""

    on: date
    change_fen: int


def fen_days(movements: Iterable[Movement], first: date, last: date) -> int:
    """Return the sum of the balances at the end of each day from `first` to `last`, both included."""
    return sum(one.change_fen * max(0, (last - max(first, one.on)).days + 1) for one in movements)


def interest(days_fen: int, rate_bp: int) -> int:
    """Return the interest in fen for a sum of daily balances at a yearly rate in basis points."""
    return half_up(days_fen * rate_bp, YEAR * BP)


def half_up(numerator: int, denominator: int) -> int:
    """Return the nearest whole number of two that are not negative, halves upwards."""
    return (2 * numerator + denominator) // (2 * denominator)
