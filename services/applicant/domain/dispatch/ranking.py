"""Who is first: by completion rate, then by amount, then by who reported earlier (domain.md 5.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from services.applicant.domain.dispatch.months import LAST

LATEST = "~"


class Pace(StrEnum):
    """How a rate stands to the part of the year that is over: from 100 %, from 90 %, below."""

    AHEAD = "ahead"
    NEAR = "near"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Entry:
    """One county: done and target of the year, an amount and the instant of its report where rates are equal.

    `done` None has not been reported; a target of 0 has not been set. Neither is ranked.
    """

    unit: str
    done: int | None
    target: int
    amount: int = 0
    filed: str | None = None

    @property
    def rate(self) -> Fraction | None:
        """Return done / target."""
        return Fraction(self.done, self.target) if self.done is not None and self.target else None


@dataclass(frozen=True, slots=True)
class Place:
    """A county in the ranking; rates and the gap to the first in basis points (hundredths of a 百分点)."""

    entry: Entry
    rank: int | None
    rate_bp: int | None
    gap_bp: int | None
    pace: Pace | None


def ranking(entries: Iterable[Entry], month: str) -> list[Place]:
    """Return the counties in order, those without a rate last; who is equal in all three shares a rank."""
    found = sorted(entries, key=_order)
    first = basis_points(found[0].rate) if found and found[0].rate is not None else None
    places: list[Place] = []
    for n, entry in enumerate(found, 1):
        places.append(_place(entry, _rank(entry, n, places), first, month))
    return places


def pace(rate: Fraction, month: str) -> Pace:
    """Return how a rate stands to month / 12."""
    over = Fraction(int(month[5:]), LAST)
    if rate >= over:
        return Pace.AHEAD
    return Pace.NEAR if rate >= over * Fraction(9, 10) else Pace.BEHIND


def basis_points(rate: Fraction | None) -> int | None:
    """Return a rate in basis points, rounded half up."""
    return None if rate is None else (rate.numerator * 20_000 + rate.denominator) // (2 * rate.denominator)


def _order(entry: Entry) -> tuple[Fraction, int, str, str]:
    rate = entry.rate
    return (Fraction(1) if rate is None else -rate, -entry.amount, entry.filed or LATEST, entry.unit)


def _rank(entry: Entry, n: int, before: Sequence[Place]) -> int | None:
    if entry.rate is None:
        return None
    if before and _order(before[-1].entry)[:3] == _order(entry)[:3]:
        return before[-1].rank
    return n


def _place(entry: Entry, rank: int | None, first: int | None, month: str) -> Place:
    rate = entry.rate
    points = basis_points(rate)
    gap = first - points if first is not None and points is not None else None
    return Place(entry, rank, points, gap, None if rate is None else pace(rate, month))
