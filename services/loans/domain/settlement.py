"""What the days of a loan cost and who pays it: interest, subsidy and her part, one settlement period after another.

Quarters end on the 20th of March, June, September and December, that day included; the treasury pays inside the
contract's term only (domain.md §1.7 no. 5, §8 no. 3).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from services.loans.domain.interest import DAY, Balance, Movement, balances, fen_days, interest
from services.loans.domain.schedule import months_later
from services.loans.domain.subsidy import Subsidy

MONTHS = 12
QUARTER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """A settlement period, both days included, money in fen."""

    first: date
    last: date
    balances: tuple[Balance, ...]
    interest_fen: int
    subsidy_fen: int

    @property
    def borrower_fen(self) -> int:
        """Return what she pays herself."""
        return self.interest_fen - self.subsidy_fen


@dataclass(frozen=True, slots=True)
class Tally:
    """The principal's movements, her rate, the reference rate of the contract's day, the treasury's rule.

    `due_on` is the maturity first agreed: from that day on nothing is subsidised. Rates in basis points.
    """

    movements: tuple[Movement, ...]
    rate_bp: int
    base_bp: int
    subsidy: Subsidy
    disbursed_on: date
    due_on: date

    @property
    def gone_on(self) -> date | None:
        """Return the first day at whose end nothing is owed any more, None while something is."""
        left = 0
        for one in sorted(self.movements, key=lambda one: one.on):
            left += one.change_fen
            if left == 0:
                return one.on
        return None

    def interest(self, first: date, last: date) -> int:
        """Return the interest of the days from `first` to `last`, half up once, in fen."""
        return interest(fen_days(self.movements, first, last), self.rate_bp)

    def period(self, first: date, last: date) -> Period:
        """Return the days from `first` to `last` as one settlement period."""
        found = tuple(balances(self.movements, first, last))
        whole = sum(one.fen * one.days for one in found)
        subsidised = self.subsidy.of_period(self._years(found), self.rate_bp, self.base_bp)
        return Period(first, last, found, interest(whole, self.rate_bp), subsidised)

    def exact(self, first: date, last: date) -> Fraction:
        """Return the treasury's part of the days from `first` to `last` before it is rounded, in fen."""
        return self.subsidy.exact(self._years(list(balances(self.movements, first, last))), self.rate_bp, self.base_bp)

    def quarters(self, last: date) -> Iterator[Period]:
        """Yield the settlement periods from the first movement to `last`, or to the day before the principal is gone.

        A period ends with the quarter or with `last`; maturity inside it ends the subsidy, not the period.
        """
        first, gone = min(one.on for one in self.movements), self.gone_on
        last = min(last, gone - DAY) if gone else last
        while first <= last:
            ends = min(quarter_end(first), last)
            yield self.period(first, ends)
            first = ends + DAY

    def _years(self, found: Sequence[Balance]) -> Sequence[int]:
        # subsidised daily balances by year of the loan: a tiered rule pays another share from each anniversary on
        years = [0 for _ in self.subsidy.tiers] or [0]
        for one in found:
            part = self.subsidy.subsidised(one.fen)
            for year, days in enumerate(self._days(one.first, min(one.last, self.due_on - DAY), len(years))):
                years[year] += part * days
        return years

    def _days(self, first: date, last: date, years: int) -> Iterator[int]:
        # how many of the days lie in each year of the loan; all in the first where a rule knows no years
        turns = [months_later(self.disbursed_on, MONTHS * n) for n in range(1, years + 1)] if self.subsidy.tiers else []
        for start, end in pairwise([first, *(max(first, one) for one in turns or [last + DAY])]):
            yield max(0, (min(end, last + DAY) - start).days)


def quarter_end(day: date, settles_on: int = 20) -> date:
    """Return the day on which the quarter a day lies in is settled: Mar, Jun, Sep or Dec 20."""
    end = date(day.year, -(-day.month // QUARTER) * QUARTER, settles_on)
    return end if day <= end else months_later(end, QUARTER)


def quarter_before(ends_on: date) -> date:
    """Return the last day of the quarter before the one that ends on a day."""
    return months_later(ends_on, -QUARTER)
