"""A loan through its life: repaid, late, cured, settled, or paid by the fund in her place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.loans.domain import claim
from services.loans.domain.account import Repayment
from services.loans.domain.loan import MOVES, Action, Loan, Origin, State
from services.loans.domain.money_news import (
    LoanCured,
    LoanDisbursed,
    LoanOverdue,
    LoanRepaid,
    LoanSettled,
    LoanSubrogated,
)
from shared.errors import Conflict, Invalid, Refused
from tests.unit.loans.test_interest_and_schedule import terms

WAN = 1_000_000
ALL = {"fund": 100}
START, FIRST_DUE = date(2026, 3, 5), date(2026, 3, 20)
ORIGIN = Origin("a" * 32, ("1" * 32, "2" * 32), ("1" * 32, "2" * 32, "b" * 32), "2" * 32, "c" * 32, jobs=3)
BANK, AGENT, LEADER = "6" * 32, "7" * 32, "8" * 32


def a_loan(state: State = State.ACTIVE) -> Loan:
    loan = Loan.disbursed("d" * 32, ("JJ-1", "HT-1"), ORIGIN, terms(15 * WAN))
    loan.state = state
    return loan


def pay(loan: Loan, on: date, principal_fen: int, interest_fen: int, booked_on: date | None = None) -> None:
    loan.repay(Repayment("e" * 32, on, principal_fen, interest_fen, booked_on or on, BANK))


def first_interest(loan: Loan) -> int:
    return loan.account.lines()[0].interest_fen


def told(loan: Loan) -> list[str]:
    return [type(news).__name__ for news in loan.news]


def test_the_news_of_a_disbursement_says_when_the_first_money_is_due():
    (news,) = a_loan().news
    assert isinstance(news, LoanDisbursed)
    assert (news.first_due_on, news.matures_on, news.jobs) == (FIRST_DUE, date(2027, 3, 5), 3)


def test_paying_on_the_day_leaves_it_running():
    loan = a_loan()
    pay(loan, FIRST_DUE, 0, first_interest(loan))
    assert not loan.fall_due(today=FIRST_DUE + timedelta(days=1))
    assert (loan.state, told(loan)[1:]) == (State.ACTIVE, ["LoanRepaid"])


def test_the_morning_after_an_unpaid_day_it_is_overdue_once():
    loan = a_loan()
    assert not loan.fall_due(today=FIRST_DUE)
    assert loan.fall_due(today=FIRST_DUE + timedelta(days=1))
    assert not loan.fall_due(today=FIRST_DUE + timedelta(days=9))
    news = loan.news[-1]
    assert isinstance(news, LoanOverdue)
    assert (news.due_on, news.due_fen, news.balance_fen) == (FIRST_DUE, first_interest(loan), 15 * WAN)
    assert loan.overdue_since == FIRST_DUE


def test_what_was_late_is_cured_when_all_of_it_has_come_and_stays_known():
    loan = a_loan()
    owed = first_interest(loan)
    loan.fall_due(today=date(2026, 3, 21))
    pay(loan, date(2026, 3, 23), 0, owed - 1)
    assert loan.state is State.OVERDUE
    pay(loan, date(2026, 3, 24), 0, 1)
    assert (loan.state, loan.overdue_since) == (State.ACTIVE, None)
    assert isinstance(loan.news[-1], LoanCured)
    assert loan.account.was_late(date(2026, 3, 25))


def test_money_that_came_on_its_day_and_was_booked_later_was_never_late():
    loan = a_loan()
    loan.fall_due(today=date(2026, 3, 21))
    pay(loan, FIRST_DUE, 0, first_interest(loan), booked_on=date(2026, 3, 23))
    assert loan.state is State.ACTIVE
    assert not loan.account.was_late(date(2026, 3, 23))


def test_repaid_early_it_is_settled_and_owes_nothing():
    loan = a_loan()
    on = date(2026, 6, 1)
    loan.fall_due(today=on)
    pay(loan, on, *loan.account.payoff(on))
    assert (loan.state, loan.balance_fen, loan.closed_on) == (State.SETTLED, 0, on)
    assert told(loan)[-3:] == ["LoanRepaid", "LoanCured", "LoanSettled"]
    assert isinstance(loan.news[-1], LoanSettled)
    assert loan.news[-1].had_overdue


def test_paid_to_plan_it_is_settled_at_maturity_without_a_stain():
    loan = a_loan()
    for line in loan.account.lines():
        pay(loan, line.due_on, line.principal_fen, line.interest_fen)
    assert loan.state is State.SETTLED
    assert isinstance(loan.news[-1], LoanSettled)
    assert not loan.news[-1].had_overdue


@pytest.mark.parametrize(
    ("on", "principal", "owed", "field", "slug"),
    [
        (date(2026, 3, 4), WAN, 0, "on", "before_last_booking"),
        (date(2026, 5, 2), WAN, 0, "on", "day_to_come"),
        (date(2026, 4, 1), 15 * WAN + 1, 0, "principal_fen", "above_balance"),
        (date(2026, 4, 1), 0, 0, "principal_fen", "nothing_paid"),
        (date(2026, 4, 1), WAN, 9 * WAN, "interest_fen", "above_interest"),
        (date(2026, 4, 1), 15 * WAN, 0, "interest_fen", "interest_left"),
    ],
)
def test_what_cannot_have_been_paid_is_named_at_its_field(on: date, principal: int, owed: int, field: str, slug: str):
    with pytest.raises(Invalid) as wrong:
        pay(a_loan(), on, principal, owed, booked_on=date(2026, 5, 1))
    assert [(name, [one.slug for one in found]) for name, found in wrong.value.fields.items()] == [(field, [slug])]


def test_money_is_booked_on_the_day_of_the_last_money_or_later():
    loan = a_loan()
    pay(loan, date(2026, 4, 1), WAN, 0)
    pay(loan, date(2026, 5, 1), WAN, 0)
    pay(loan, date(2026, 5, 1), WAN, 0)
    with pytest.raises(Invalid) as wrong:
        pay(loan, date(2026, 4, 15), WAN, 0, booked_on=date(2026, 5, 2))
    assert [(one.slug, one.facts) for one in wrong.value.fields["on"]] == [
        ("before_last_booking", {"last_on": date(2026, 5, 1)})
    ]


def test_who_repays_all_but_not_the_interest_reads_how_much_is_missing():
    loan, on = a_loan(), date(2026, 4, 1)
    principal, interest = loan.account.payoff(on)
    with pytest.raises(Invalid) as wrong:
        pay(loan, on, principal, interest - 3)
    assert [one.facts for one in wrong.value.fields["interest_fen"]] == [{"missing_fen": 3}]


def demanded() -> Loan:
    loan = a_loan()
    loan.fall_due(today=date(2026, 4, 21))
    claim.demand(loan, by=BANK, today=date(2026, 4, 22))
    return loan


def test_the_fund_pays_principal_and_normal_interest_after_two_hands():
    loan = demanded()
    with pytest.raises(Conflict, match="not_prepared"):
        claim.pay(loan, ALL, by=LEADER, today=date(2026, 5, 4))
    claim.prepare(loan, by=AGENT)
    with pytest.raises(Refused, match="same_person"):
        claim.pay(loan, ALL, by=AGENT, today=date(2026, 5, 4))
    owed = loan.owed(date(2026, 5, 4))
    assert claim.pay(loan, ALL, by=LEADER, today=date(2026, 5, 4)) == (sum(owed), 15 * WAN)
    assert (loan.state, loan.balance_fen) == (State.SUBROGATED, 0)
    assert isinstance(loan.news[-1], LoanSubrogated)


def test_what_comes_back_closes_the_loan_when_it_is_all():
    loan = demanded()
    claim.prepare(loan, by=AGENT)
    paid, _ = claim.pay(loan, ALL, by=LEADER, today=date(2026, 5, 4))
    claim.recover(loan, WAN, today=date(2026, 6, 1))
    assert loan.state is State.RECOVERING
    with pytest.raises(Invalid):
        claim.recover(loan, paid, today=date(2026, 6, 2))
    claim.recover(loan, paid - WAN, today=date(2026, 6, 2))
    assert (loan.state, loan.closed_on) == (State.RECOVERED, date(2026, 6, 2))


def test_she_may_still_pay_while_the_agency_looks_at_the_demand():
    loan = demanded()
    pay(loan, date(2026, 4, 23), 0, sum(line.left_fen for line in loan.account.late(date(2026, 4, 23))))
    assert (loan.state, loan.claim) == (State.ACTIVE, None)


def test_a_demand_handed_back_leaves_it_overdue():
    loan = demanded()
    claim.decline(loan)
    assert (loan.state, loan.claim) == (State.OVERDUE, None)


def test_the_fund_should_pay_within_three_months_of_maturity():
    assert a_loan().pay_by(3) == date(2027, 6, 5)


def test_a_loan_from_a_ledger_starts_with_what_was_left_and_counts_its_days_from_there():
    carried = replace(terms(15 * WAN), principal_fen=6 * WAN, starts_on=date(2026, 9, 1))
    loan = Loan.disbursed("d" * 32, ("JJ-9", "HT-9"), replace(ORIGIN, source="ledger", application_id=None), carried)
    assert loan.balance_fen == 6 * WAN
    assert loan.account.lines()[0].due_on == date(2026, 9, 20)
    (news,) = loan.news
    assert isinstance(news, LoanDisbursed)
    assert (news.amount_fen, news.about.on, news.origin) == (15 * WAN, START, "ledger")


ACTS: dict[Action, Callable[[Loan], object]] = {
    Action.REPAY: lambda loan: pay(loan, date(2026, 4, 1), WAN, 0),
    Action.DEMAND: lambda loan: claim.demand(loan, by=BANK, today=date(2026, 4, 22)),
    Action.DECLINE: claim.decline,
    Action.PAY: lambda loan: claim.pay(loan, ALL, by=LEADER, today=date(2026, 5, 4)),
    Action.RECOVER: lambda loan: claim.recover(loan, 1, today=date(2026, 5, 4)),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", ACTS)
def test_what_the_table_does_not_know_does_not_happen(state: State, action: Action):
    if (state, action) in MOVES:
        return
    with pytest.raises(Conflict, match="not_in_this_state"):
        ACTS[action](a_loan(state))


def test_nothing_follows_an_end():
    begun = {state for state, _ in MOVES}
    assert {State.SETTLED, State.RECOVERED, State.LOSS}.isdisjoint(begun)
    assert not a_loan(State.SETTLED).fall_due(today=date(2028, 1, 1))


def test_a_repayment_tells_what_is_left():
    loan = a_loan()
    pay(loan, date(2026, 4, 1), WAN, 0)
    news = loan.news[-1]
    assert isinstance(news, LoanRepaid)
    assert (news.principal_fen, news.balance_fen) == (WAN, 14 * WAN)
