"""A fund whose women repaid nearly all that fell due last year may stand for ten times its money, else for five."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.loans.domain.account import Account, Repayment
from services.loans.domain.due_rate import DueRate, due_rate
from services.loans.domain.schedule import Plan
from services.loans.usecases.fund.terms import FundTerms
from shared.clock import FixedClock
from tests.builders.loans import COUNTY, PATH, units
from tests.fakes.loans_money import MemoryDueRates
from tests.fakes.replica import a_replica
from tests.unit.loans.money_world import RULES, WAN
from tests.unit.loans.test_interest_and_schedule import terms


def paid(*parts: tuple[date, int]) -> Account:
    """Return a loan of 12 万元 that matures on 2026-03-05, with money that came."""
    agreed = replace(terms(12 * WAN, starts_on=date(2025, 3, 5)))
    return Account(agreed, tuple(Repayment("1", on, fen, 0, on, "bank") for on, fen in parts))


@pytest.mark.parametrize(
    ("parts", "repaid"),
    [
        ((), 0),
        (((date(2026, 3, 5), 12 * WAN),), 12 * WAN),
        (((date(2025, 12, 1), 5 * WAN), (date(2026, 12, 31), 4 * WAN)), 9 * WAN),
        (((date(2027, 1, 1), 12 * WAN),), 0),
    ],
)
def test_what_fell_due_in_the_year_and_came_by_its_end(parts: tuple[tuple[date, int], ...], repaid: int):
    assert due_rate([paid(*parts)], 2026) == DueRate(12 * WAN, repaid)


def test_the_year_begins_on_its_first_day():
    agreed = terms(12 * WAN, starts_on=date(2025, 1, 1))
    loan = Account(agreed, (Repayment("1", date(2026, 1, 1), 12 * WAN, 0, date(2026, 1, 1), "bank"),))
    assert due_rate([loan], 2026) == DueRate(12 * WAN, 12 * WAN)
    assert due_rate([loan], 2025) == DueRate(0, 0)


@pytest.mark.parametrize(("came", "repaid"), [(1_000_000, 0), (10 * 923_076 + 1_000_000, 1_000_000)])
def test_money_counts_for_what_fell_due_in_the_year_before_first(came: int, repaid: int):
    agreed = terms(12 * WAN, starts_on=date(2025, 3, 5), plan=Plan.EQUAL_PRINCIPAL)
    loan = Account(agreed, (Repayment("1", date(2026, 1, 5), came, 0, date(2026, 1, 5), "bank"),))
    assert due_rate([loan], 2026) == DueRate(12 * WAN - 10 * 923_076, repaid)


def test_the_share_is_told_in_thousandths_downwards():
    assert [DueRate(1000, 899).permille, DueRate(3, 2).permille] == [899, 666]


def test_a_year_in_which_nothing_fell_due_has_no_rate():
    assert due_rate([paid()], 2025).permille is None
    assert due_rate([], 2026).permille is None


@pytest.mark.parametrize(
    ("rate", "multiple"), [(None, 5), (DueRate(0, 0), 5), (DueRate(1000, 899), 5), (DueRate(1000, 900), 10)]
)
def test_the_multiple_follows_the_rate_of_last_year(rate: DueRate | None, multiple: int):
    rates, clock = MemoryDueRates(), FixedClock(datetime(2026, 11, 24, tzinfo=UTC))
    terms_of = FundTerms(RULES, a_replica(units(), []), rates, clock)
    if rate is not None:
        rates.keep(COUNTY, 2025, rate)
    assert terms_of.multiple(terms_of.county(PATH)) == multiple


def test_last_year_is_counted_once():
    rates, clock = (
        MemoryDueRates(given=[paid((date(2026, 3, 5), 12 * WAN))]),
        FixedClock(datetime(2027, 1, 2, tzinfo=UTC)),
    )
    terms_of = FundTerms(RULES, a_replica(units(), []), rates, clock)
    county = terms_of.county(PATH)
    terms_of.count_last_year(county)
    rates.given = []
    terms_of.count_last_year(county)
    assert rates.of(COUNTY, 2026) == DueRate(12 * WAN, 12 * WAN)
    assert terms_of.multiple(county) == 10
