"""A loan that gets more time, is called in, is shared as a loss, or is written off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from services.loans.domain import calling, claim, extension, write_off
from services.loans.domain.account import Repayment
from services.loans.domain.extension import Consent, Limits, may_extend
from services.loans.domain.loan import MOVES, Action, Loan, State
from services.loans.domain.loan_papers import CallReason, Comment, LossReason, Waits
from services.loans.domain.money_news import LoanCalled, LoanExtended, LoanWrittenOff
from services.loans.domain.schedule import Plan
from shared.errors import Conflict, Invalid, Refused
from tests.unit.loans.test_interest_and_schedule import terms
from tests.unit.loans.test_loan import AGENT, BANK, LEADER, ORIGIN, WAN, a_loan, demanded, pay

LIMITS = Limits(1, 12)
END = date(2027, 3, 5)
ASKED = date(2027, 1, 10)
HER, TREASURER = "a" * 32, "9" * 32
CONSENT = Consent(date(2027, 1, 12), "TY-7")


def to_plan(until: date, plan: Plan = Plan.INTEREST_MONTHLY) -> Loan:
    """Return a loan repaid to plan up to a day."""
    loan = Loan.disbursed("d" * 32, ("JJ-1", "HT-1"), ORIGIN, terms(15 * WAN, plan=plan))
    for line in loan.terms.instalments:
        if line.due_on <= until:
            back = Repayment("e" * 32, line.due_on, line.principal_fen, 0, line.due_on, BANK)
            pay(loan, line.due_on, line.principal_fen, loan.account.with_payment(back).interest_owed(line.last_day))
    loan.news.clear()
    return loan


def extended(plan: Plan = Plan.INTEREST_MONTHLY, months: int = 6, *, subsidised: bool = False) -> Loan:
    loan = to_plan(ASKED, plan)
    extension.ask(loan, months, LIMITS, by=HER, today=ASKED)
    extension.agree(loan, CONSENT, by=AGENT, today=date(2027, 1, 12))
    extension.extend(loan, by=BANK, today=date(2027, 1, 15), subsidised=subsidised)
    return loan


def test_three_offices_in_turn_move_the_maturity():
    loan = to_plan(ASKED)
    assert may_extend(loan, ASKED)
    extension.ask(loan, 6, LIMITS, by=HER, today=ASKED)
    assert not may_extend(loan, ASKED)
    with pytest.raises(Conflict, match="extension_asked"):
        extension.ask(loan, 6, LIMITS, by=HER, today=ASKED)
    with pytest.raises(Conflict, match="not_agreed"):
        extension.extend(loan, by=BANK, today=ASKED)
    extension.agree(loan, CONSENT, by=AGENT, today=date(2027, 1, 12))
    with pytest.raises(Refused, match="same_person"):
        extension.extend(loan, by=AGENT, today=ASKED)
    extension.extend(loan, by=BANK, today=date(2027, 1, 15))
    assert (loan.state, loan.terms.matures_on, loan.terms.agreed_end) == (State.EXTENDED, date(2027, 9, 5), END)
    assert loan.terms.subsidised_until == END
    assert isinstance(loan.news[-1], LoanExtended)


@pytest.mark.parametrize(("today", "months", "fits"), [(END - timedelta(1), 12, True), (END - timedelta(1), 13, False)])
def test_it_is_asked_before_maturity_and_for_a_year_at_most(today: date, months: int, fits: bool):
    loan = to_plan(today)
    if fits:
        extension.ask(loan, months, LIMITS, by=HER, today=today)
    else:
        with pytest.raises(Invalid):
            extension.ask(loan, months, LIMITS, by=HER, today=today)


def test_on_the_day_of_maturity_it_is_too_late_to_ask():
    assert may_extend(to_plan(END - timedelta(1)), END - timedelta(1))
    assert not may_extend(to_plan(END - timedelta(1)), END)
    assert not may_extend(to_plan(ASKED), date(2027, 1, 21))  # she is late with the money of the 20th
    with pytest.raises(Refused, match="after_maturity"):
        extension.ask(to_plan(END - timedelta(1)), 6, LIMITS, by=HER, today=END)


def test_a_consent_of_a_day_to_come_is_none():
    loan = to_plan(ASKED)
    with pytest.raises(Conflict, match="extension_not_asked"):
        extension.agree(loan, CONSENT, by=AGENT, today=ASKED)
    extension.ask(loan, 6, LIMITS, by=HER, today=ASKED)
    with pytest.raises(Invalid):
        extension.agree(loan, CONSENT, by=AGENT, today=date(2027, 1, 11))


def test_agreed_too_late_it_is_not_moved_any_more():
    loan = to_plan(END - timedelta(1))
    extension.ask(loan, 6, LIMITS, by=HER, today=END - timedelta(1))
    extension.agree(loan, replace(CONSENT, on=END), by=AGENT, today=END)
    with pytest.raises(Refused, match="after_maturity"):
        extension.extend(loan, by=BANK, today=END + timedelta(1))
    extension.extend(loan, by=BANK, today=END)
    assert loan.terms.matures_on == date(2027, 9, 5)
    assert not loan.fall_due(today=END + timedelta(1))


def test_refused_she_may_ask_again_but_extended_only_once():
    loan = to_plan(ASKED)
    extension.ask(loan, 6, LIMITS, by=HER, today=ASKED)
    extension.refuse(loan, "guarantor")
    with pytest.raises(Conflict, match="extension_not_asked"):
        extension.agree(loan, CONSENT, by=AGENT, today=date(2027, 1, 12))
    extension.ask(loan, 3, LIMITS, by=HER, today=ASKED)
    again = extended()
    again.state = State.ACTIVE
    with pytest.raises(Refused, match="extended_before"):
        extension.ask(again, 3, LIMITS, by=HER, today=date(2027, 2, 1))


@pytest.mark.parametrize("plan", Plan)
def test_what_was_due_before_the_extension_stays_and_the_principal_still_adds_up(plan: Plan):
    before, loan = to_plan(ASKED, plan), extended(plan)
    kept = [one for one in before.terms.instalments if one.due_on <= ASKED]
    after = loan.terms.instalments
    assert list(after[: len(kept)]) == kept
    assert sum(one.principal_fen for one in after) == 15 * WAN
    assert [one.n for one in after] == list(range(1, len(after) + 1))
    assert all(b.first_day == a.last_day + timedelta(1) for a, b in pairwise(after))
    assert (after[-1].due_on, after[-1].last_day) == (date(2027, 9, 5), date(2027, 9, 4))


def test_the_subsidy_stops_at_the_maturity_of_the_contract_in_the_middle_of_a_period():
    quarters, agreed = extended().account.quarters(), to_plan(ASKED).account.quarters()
    before, after = ([one for one in quarters if (one.first < END) is inside] for inside in (True, False))
    assert before[-1].last > END
    assert [one.subsidy_fen for one in before] == [one.subsidy_fen for one in agreed]
    assert before[-1].interest_fen > agreed[-1].interest_fen
    assert [one.subsidy_fen for one in after] == [0] * 2
    assert all(one.interest_fen > 0 for one in after)


def test_where_a_rule_pays_on_through_the_extension_the_subsidy_ends_with_it():
    loan = extended(subsidised=True)
    assert loan.terms.subsidised_until == loan.terms.matures_on
    assert all(one.subsidy_fen > 0 for one in loan.account.quarters())


def test_overdue_in_the_extension_and_cured_it_is_extended_again():
    loan = extended()
    assert loan.fall_due(today=date(2027, 1, 21))
    owed = sum(line.left_fen for line in loan.account.late(date(2027, 1, 22)))
    pay(loan, date(2027, 1, 22), 0, owed)
    assert loan.state is State.EXTENDED
    pay(loan, date(2027, 2, 1), *loan.account.payoff(date(2027, 2, 1)))
    assert loan.state is State.SETTLED


def test_a_loan_whose_money_was_misused_is_due_at_once_and_its_subsidy_goes_back():
    loan, today = to_plan(date(2026, 6, 25)), date(2026, 6, 25)
    paid = sum(one.subsidy_fen for one in loan.account.quarters() if one.last < today)
    assert paid > 0
    calling.prepare(loan, CallReason.MISUSE, date(2026, 7, 10), by=BANK, today=today)
    with pytest.raises(Refused, match="same_person"):
        calling.confirm(loan, by=BANK, today=today)
    calling.confirm(loan, by=LEADER, today=today)
    assert (loan.state, loan.terms.matures_on) == (State.CALLED, date(2026, 7, 10))
    news = loan.news[-1]
    assert isinstance(news, LoanCalled)
    assert (news.clawback_fen, news.due_on, news.balance_fen) == (paid, date(2026, 7, 10), 15 * WAN)
    assert sum(one.subsidy_fen for one in loan.account.quarters()) == 0
    assert loan.account.lines()[-1].principal_fen == 15 * WAN
    assert loan.fall_due(today=date(2026, 7, 11))
    pay(loan, date(2026, 7, 12), *loan.account.payoff(date(2026, 7, 10)), booked_on=date(2026, 7, 12))
    assert loan.state is State.SETTLED


@pytest.mark.parametrize("day", [date(2026, 6, 20), date(2026, 6, 21)])
def test_a_quarter_that_is_not_over_has_not_been_paid_and_is_not_taken_back(day: date):
    loan = to_plan(day)
    calling.prepare(loan, CallReason.MISUSE, date(2026, 7, 10), by=BANK, today=day)
    over = [one for one in loan.account.quarters() if one.last < day]
    calling.confirm(loan, by=LEADER, today=day)
    assert loan.call is not None
    assert len(over) == (1 if day.day == 20 else 2)
    assert loan.call.clawback_fen == sum(one.subsidy_fen for one in over)


@pytest.mark.parametrize(("due_on", "slug"), [(date(2026, 6, 25), "day_passed"), (END, "after_maturity")])
def test_a_call_names_a_day_between_today_and_maturity(due_on: date, slug: str):
    with pytest.raises(Invalid) as wrong:
        calling.prepare(a_loan(), CallReason.MISUSE, due_on, by=BANK, today=date(2026, 6, 25))
    assert [one.slug for one in wrong.value.fields["due_on"]] == [slug]


def test_a_call_that_nobody_confirmed_in_time_or_that_was_dropped_does_nothing():
    loan = a_loan()
    with pytest.raises(Conflict, match="not_prepared"):
        calling.confirm(loan, by=LEADER, today=date(2026, 6, 25))
    calling.prepare(loan, CallReason.FALSE_PAPERS, date(2026, 7, 10), by=BANK, today=date(2026, 6, 25))
    with pytest.raises(Refused, match="day_passed"):
        calling.confirm(loan, by=LEADER, today=date(2026, 7, 10))
    calling.drop(loan)
    assert (loan.state, loan.call) == (State.ACTIVE, None)


SHARES = [
    {"fund": 100},
    {"fund": 70, "bank": 25, "company": 5},
    {"fund": 4, "province": 3, "bank": 2, "county": 1},
]


@pytest.mark.parametrize("shares", SHARES)
def test_a_loss_is_shared_to_the_fen_and_the_funds_part_of_what_comes_back_never_falls(shares: dict[str, int]):
    fund, whole = shares["fund"], sum(shares.values())
    last = 0
    for amount in range(2_000):
        found = claim.parts(amount, shares)
        assert sum(found.values()) == amount
        assert found["fund"] == amount * fund // whole
        assert found["fund"] >= last
        last = found["fund"]


@pytest.mark.parametrize("shares", SHARES)
def test_recoveries_return_to_all_who_bear_the_loss_and_all_of_it_closes_the_loan(shares: dict[str, int]):
    loan = demanded()
    claim.prepare(loan, by=AGENT)
    paid, principal = claim.pay(loan, shares, by=LEADER, today=date(2026, 5, 4))
    assert loan.claim is not None
    loss = loan.claim.loss_fen
    assert principal == 15 * WAN
    assert paid == loss * shares["fund"] // sum(shares.values())
    back = claim.recover(loan, 1_000_001, today=date(2026, 6, 1))
    back += claim.recover(loan, 7, today=date(2026, 6, 2))
    with pytest.raises(Invalid):
        claim.recover(loan, loss - 1_000_007, today=date(2026, 6, 3))
    back += claim.recover(loan, loss - 1_000_008, today=date(2026, 6, 3))
    assert (back, loan.state, loan.closed_on) == (paid, State.RECOVERED, date(2026, 6, 3))


def lost() -> Loan:
    loan = demanded()
    claim.prepare(loan, by=AGENT)
    claim.pay(loan, {"fund": 100}, by=LEADER, today=date(2026, 5, 4))
    claim.recover(loan, WAN, today=date(2026, 6, 1))
    write_off.post(loan, LossReason.DEATH, 7, by=AGENT, today=date(2026, 9, 1))
    return loan


def test_a_write_off_is_posted_first_and_approved_by_another_hand_when_the_notice_has_ended():
    loan = lost()
    with pytest.raises(Conflict, match="notice_there"):
        write_off.post(loan, LossReason.DEATH, 7, by=AGENT, today=date(2026, 9, 2))
    write_off.comment(loan, Comment(date(2026, 9, 3), AGENT, against=True, document="XF-3"))
    with pytest.raises(Refused, match="notice_runs"):
        write_off.approve(loan, by=TREASURER, today=date(2026, 9, 8))
    with pytest.raises(Refused, match="same_person"):
        write_off.approve(loan, by=AGENT, today=date(2026, 9, 9))
    write_off.approve(loan, by=TREASURER, today=date(2026, 9, 9))
    assert (loan.state, loan.closed_on) == (State.LOSS, date(2026, 9, 9))
    assert loan.claim is not None
    news = loan.news[-1]
    assert isinstance(news, LoanWrittenOff)
    assert (news.lost_fen, news.reason) == (loan.claim.loss_fen - WAN, "death")


def test_where_the_fund_has_paid_nothing_nothing_is_lost():
    loan = lost()
    loan.claim = None
    write_off.approve(loan, by=TREASURER, today=date(2026, 9, 9))
    news = loan.news[-1]
    assert isinstance(news, LoanWrittenOff)
    assert news.lost_fen == 0


def test_money_that_comes_after_all_takes_the_notice_down():
    loan = lost()
    claim.recover(loan, WAN, today=date(2026, 9, 3))
    with pytest.raises(Conflict, match="no_notice"):
        write_off.approve(loan, by=TREASURER, today=date(2026, 9, 20))
    write_off.post(loan, LossReason.DEATH, 7, by=AGENT, today=date(2026, 9, 20))
    write_off.take_down(loan)
    assert loan.notice is None


DAY = date(2026, 6, 25)
ACTS: dict[str, tuple[Action, Callable[[Loan], object]]] = {
    "ask": (Action.EXTEND, lambda loan: extension.ask(loan, 6, LIMITS, by=HER, today=DAY)),
    "agree": (Action.EXTEND, lambda loan: extension.agree(loan, replace(CONSENT, on=DAY), by=AGENT, today=DAY)),
    "refuse": (Action.EXTEND, lambda loan: extension.refuse(loan, "papers")),
    "extend": (Action.EXTEND, lambda loan: extension.extend(loan, by=BANK, today=DAY)),
    "prepare call": (
        Action.CALL,
        lambda loan: calling.prepare(loan, CallReason.MISUSE, date(2026, 7, 10), by=BANK, today=DAY),
    ),
    "drop call": (Action.CALL, calling.drop),
    "call": (Action.CALL, lambda loan: calling.confirm(loan, by=LEADER, today=DAY)),
    "post": (Action.POST_NOTICE, lambda loan: write_off.post(loan, LossReason.DEATH, 7, by=AGENT, today=DAY)),
    "comment": (Action.POST_NOTICE, lambda loan: write_off.comment(loan, Comment(DAY, AGENT, True, "XF-1"))),
    "take down": (Action.POST_NOTICE, write_off.take_down),
    "write off": (Action.POST_NOTICE, lambda loan: write_off.approve(loan, by=TREASURER, today=DAY)),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", ACTS)
def test_in_a_state_that_the_table_does_not_know_nothing_of_it_happens(state: State, act: str):
    action, do = ACTS[act]
    if (state, action) in MOVES:
        return
    loan = a_loan(state)
    with pytest.raises(Conflict, match="not_in_this_state"):
        do(loan)
    assert (loan.state, loan.wish, loan.call, loan.notice, loan.terms.replans) == (state, None, None, None, ())


def test_a_loan_says_whose_hand_it_waits_for():
    loan = to_plan(ASKED)
    assert loan.waits_for is None
    extension.ask(loan, 6, LIMITS, by=HER, today=ASKED)
    assert loan.waits_for is Waits.CONSENT
    extension.agree(loan, CONSENT, by=AGENT, today=date(2027, 1, 12))
    assert loan.waits_for is Waits.EXTENSION
    calling.prepare(loan, CallReason.MISUSE, date(2027, 2, 1), by=BANK, today=date(2027, 1, 12))
    assert loan.waits_for is Waits.CALL
    calling.confirm(loan, by=LEADER, today=date(2027, 1, 12))
    assert loan.waits_for is None
    assert lost().waits_for is Waits.WRITE_OFF
