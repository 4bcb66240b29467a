"""How a bank that counts otherwise came to its figure: the usual other ways, tried one after another."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from services.loans.domain.batch import Item
from services.loans.domain.interest import DAY, half_up
from services.loans.domain.schedule import due_days
from services.loans.domain.settlement import Tally

BANK_YEAR = 365
OUR_YEAR = 360
SETTLES_ON = 20


def way_of(tally: Tally, item: Item, bank_fen: int) -> str:
    """Return the slug of the way that gives the bank's figure to the fen, empty when it is ours or none does."""
    if bank_fen == item.due_fen:
        return ""
    return next((slug for slug, fen in _ways(tally, item) if fen == bank_fen), "")


def _ways(tally: Tally, item: Item) -> Iterator[tuple[str, int]]:
    first, last = item.first, item.last
    if item.earlier_fen:
        yield "this_quarter_only", item.subsidy_fen
    yield "whole_interest", item.interest_fen
    exact = tally.exact(first, last)
    yield "year_365", half_up(exact.numerator * OUR_YEAR, exact.denominator * BANK_YEAR)
    yield "rounded_monthly", sum(tally.period(*span).subsidy_fen for span in _months(first, last))
    later = _day_later(tally)
    ends = last + DAY if tally.due_on == last + DAY or tally.gone_on == last + DAY else last
    yield "repayment_day_counts", later.period(first, ends).subsidy_fen


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    for day in due_days(first - DAY, last, SETTLES_ON):
        yield first, day
        first = day + DAY


def _day_later(tally: Tally) -> Tally:
    """Return it with the money coming back a day later: the day of a repayment then counts with what was owed."""
    lent, *back = tally.movements
    moved = (lent, *(replace(one, on=one.on + DAY) for one in back))
    return replace(tally, movements=moved, due_on=tally.due_on + DAY)
