"""The guarantee fund: its sums are the fold of its entries, and its head-room is never given twice."""

from datetime import date
from random import Random

import pytest

from services.loans.domain.fund import Cause, Fund, Kind, Sums, fold
from shared.errors import Refused

WAN = 1_000_000
CAUSE = Cause(date(2026, 11, 24), "a" * 32)


def a_fund(balance_fen: int = 100 * WAN, multiple: int = 5) -> Fund:
    fund = Fund("2" * 32, ("1" * 32, "2" * 32), multiple)
    fund.book(Kind.TOP_UP, balance_fen, CAUSE)
    return fund


def test_head_room_is_five_times_the_fund_less_what_it_stands_for_and_has_promised():
    fund = a_fund()
    fund.reserve(20 * WAN, CAUSE)
    fund.reserve(15 * WAN, CAUSE)
    fund.book(Kind.USE, 20 * WAN, CAUSE)
    assert (fund.sums.outstanding_fen, fund.sums.reserved_fen) == (20 * WAN, 15 * WAN)
    assert fund.free_fen == (500 - 35) * WAN


def test_a_reservation_takes_the_last_fen_and_not_one_more():
    fund = a_fund(2 * WAN)
    fund.reserve(10 * WAN, CAUSE)
    with pytest.raises(Refused, match="no_headroom") as refused:
        fund.reserve(1, CAUSE)
    assert refused.value.facts["missing_fen"] == 1
    assert fund.free_fen == 0


def test_an_empty_fund_says_how_much_is_missing():
    with pytest.raises(Refused) as refused:
        Fund("2" * 32, ("2" * 32,), 5).reserve(15 * WAN, CAUSE)
    assert refused.value.facts["missing_fen"] == 15 * WAN


def test_after_a_payout_nothing_is_promised_until_the_fund_is_topped_up():
    fund = a_fund(10 * WAN)
    fund.reserve(50 * WAN, CAUSE)
    fund.book(Kind.USE, 50 * WAN, CAUSE)
    fund.pay(5 * WAN + 3_000, 5 * WAN, CAUSE)
    assert fund.free_fen < 0
    with pytest.raises(Refused, match="no_headroom") as refused:
        fund.reserve(WAN, CAUSE)
    assert refused.value.facts["missing_fen"] == WAN - fund.free_fen  # its own sum, and what the payout left uncovered
    fund.book(Kind.TOP_UP, 10 * WAN, CAUSE)
    fund.reserve(WAN, CAUSE)


def test_the_fund_pays_its_last_fen_and_not_one_more():
    fund = a_fund(WAN)
    fund.book(Kind.CARRIED, 2 * WAN, CAUSE)
    with pytest.raises(Refused, match="fund_short") as refused:
        fund.pay(WAN + 3, WAN, CAUSE)
    assert refused.value.facts["missing_fen"] == 3
    fund.pay(WAN, WAN, CAUSE)
    assert fund.sums == Sums(0, WAN, 0)


@pytest.mark.parametrize(
    ("kind", "balance", "outstanding", "reserved"),
    [
        (Kind.TOP_UP, 103, 50, 30),
        (Kind.OPENING, 103, 50, 30),
        (Kind.RESERVE, 100, 50, 33),
        (Kind.RELEASE, 100, 50, 27),
        (Kind.USE, 100, 53, 27),
        (Kind.FREE, 100, 47, 30),
        (Kind.PAYOUT, 97, 50, 30),
        (Kind.RECOVERED, 103, 50, 30),
        (Kind.CARRIED, 100, 53, 30),
    ],
)
def test_each_entry_moves_the_money_the_guarantees_and_the_promises_as_it_says(
    kind: Kind, balance: int, outstanding: int, reserved: int
):
    assert Sums(100, 50, 30).after(kind, 3) == Sums(balance, outstanding, reserved)


def test_an_entry_that_is_about_no_application_and_no_loan_says_so():
    assert (CAUSE.application_id, CAUSE.loan_id) == (None, None)


def test_no_entry_brings_a_sum_below_zero():
    with pytest.raises(ValueError, match="release"):
        a_fund().book(Kind.RELEASE, 1, CAUSE)


def test_lines_are_numbered_without_gaps_and_add_up_to_the_fund_whatever_happens():
    chance, fund = Random(7), a_fund()
    for _ in range(400):
        kind, amount = chance.choice(list(Kind)), chance.randrange(1, 9 * WAN)
        if fund.sums.after(kind, amount).whole:
            fund.book(kind, amount, CAUSE)
    assert [entry.n for entry in fund.entries] == list(range(1, fund.last + 1))
    assert fold((entry.kind, entry.amount_fen) for entry in fund.entries) == fund.sums
    assert fund.last > 100


def test_one_news_is_told_however_many_entries_a_step_books():
    fund = a_fund()
    fund.reserve(WAN, CAUSE)
    fund.book(Kind.USE, WAN, CAUSE)
    assert [(news.balance_fen, news.outstanding_fen) for news in fund.news] == [(100 * WAN, WAN)]


def test_nothing_is_booked_for_nothing():
    fund = a_fund()
    fund.book(Kind.FREE, 0, CAUSE)
    assert fund.last == 1
