"""What a loan costs and when: the cases of domain.md §7 to the fen, and the days on which money is due."""

from datetime import date, timedelta

import pytest

from services.loans.domain.account import Account, Repayment, Terms
from services.loans.domain.interest import Movement, fen_days, half_up, interest
from services.loans.domain.schedule import Plan, Replan, months_between, months_later, schedule
from services.loans.domain.subsidy import Method, Subsidy

HALF = Subsidy(Method.SHARE_OF_ACTUAL, share_permille=500)
THREE_YEARS = Subsidy(Method.TIERED, tiers=((1, 1), (2, 3), (1, 3)))
WAN = 1_000_000


def terms(amount_fen: int = 30 * WAN, rate_bp: int = 395, months: int = 12, **changes: object) -> Terms:
    starts_on = changes.pop("starts_on", date(2026, 3, 5))
    assert isinstance(starts_on, date)
    known: dict[str, object] = {
        "amount_fen": amount_fen,
        "term_months": months,
        "rate_bp": rate_bp,
        "lpr_bp": 300,
        "plan": Plan.INTEREST_MONTHLY,
        "disbursed_on": starts_on,
        "matures_on": months_later(starts_on, months),
        "subsidy": HALF,
        "principal_fen": amount_fen,
        "starts_on": starts_on,
    }
    return Terms(**known | changes)  # type: ignore[arg-type]  # what a test changes


def paid(on: date, principal_fen: int, interest_fen: int = 0) -> Repayment:
    return Repayment("0" * 32, on, principal_fen, interest_fen, on, "bank")


def test_a_period_over_an_anniversary_is_split_there_and_rounded_once():
    assert THREE_YEARS.of_period([10 * WAN * 10, 10 * WAN * 20], 630, 431) == half_up(
        10 * WAN * 630 * (10 * 3 + 20 * 2), 3 * 360 * 10_000
    )


def test_a_full_subsidy_pays_everything_and_none_nothing():
    assert Subsidy(Method.FULL).of_period([10 * WAN * 30], 395, 300) == interest(10 * WAN * 30, 395)
    assert Subsidy(Method.NONE).of_period([10 * WAN * 30], 395, 300) == 0


def test_the_day_of_disbursement_counts_and_the_day_of_full_repayment_does_not():
    came, went = Movement(date(2026, 3, 5), WAN), Movement(date(2026, 3, 8), -WAN)
    assert fen_days([came, went], date(2026, 3, 1), date(2026, 3, 31)) == 3 * WAN


def test_a_part_repaid_counts_from_its_day_with_the_balance_that_remains():
    moves = [Movement(date(2026, 3, 5), 10), Movement(date(2026, 3, 6), -4)]
    assert fen_days(moves, date(2026, 3, 5), date(2026, 3, 7)) == 10 + 6 + 6


def test_interest_is_due_each_20th_and_the_principal_at_maturity():
    found = schedule(Plan.INTEREST_MONTHLY, 15 * WAN, date(2026, 3, 5), date(2027, 3, 5))
    assert len(found) == 13
    assert [one.due_on for one in found[:2]] == [date(2026, 3, 20), date(2026, 4, 20)]
    assert (found[1].first_day, found[1].last_day) == (date(2026, 3, 21), date(2026, 4, 20))
    assert (found[-1].due_on, found[-1].principal_fen, found[-1].last_day) == (
        date(2027, 3, 5),
        15 * WAN,
        date(2027, 3, 4),
    )


def test_equal_parts_add_up_to_the_amount_with_the_rest_in_the_last():
    found = schedule(Plan.EQUAL_PRINCIPAL, 1_000, date(2026, 3, 5), date(2026, 6, 5))
    assert [one.principal_fen for one in found] == [250, 250, 250, 250]
    odd = schedule(Plan.EQUAL_PRINCIPAL, 1_001, date(2026, 3, 5), date(2026, 6, 5))
    assert [one.principal_fen for one in odd] == [250, 250, 250, 251]


def test_a_loan_paid_out_on_the_20th_is_first_due_a_month_later():
    found = schedule(Plan.INTEREST_MONTHLY, WAN, date(2026, 3, 20), date(2026, 6, 20))
    assert [one.due_on for one in found] == [date(2026, 4, 20), date(2026, 5, 20), date(2026, 6, 20)]


def test_the_periods_of_a_loan_cover_each_of_its_days_once():
    found = schedule(Plan.INTEREST_MONTHLY, WAN, date(2026, 1, 31), date(2029, 1, 31))
    days = [one.first_day + timedelta(days=n) for one in found for n in range((one.last_day - one.first_day).days + 1)]
    assert days == [date(2026, 1, 31) + timedelta(days=n) for n in range((date(2029, 1, 31) - date(2026, 1, 31)).days)]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 3, 5), 36, date(2029, 3, 5)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date):
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "months"),
    [
        (date(2026, 3, 5), date(2027, 3, 5), 12),
        (date(2026, 3, 5), date(2027, 3, 6), 13),
        (date(2026, 3, 5), date(2027, 3, 4), 12),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2025, 11, 30), date(2026, 3, 1), 4),
    ],
)
def test_a_part_of_a_month_is_a_month_of_the_term(starts_on: date, ends_on: date, months: int):
    assert months_between(starts_on, ends_on) == months


@pytest.mark.parametrize(
    ("on", "kept"), [(date(2026, 3, 10), 0), (date(2026, 4, 19), 1), (date(2026, 4, 20), 2), (date(2026, 4, 21), 2)]
)
def test_what_is_due_on_the_day_the_end_is_moved_stays_due_that_day(on: date, kept: int):
    agreed = terms(plan=Plan.EQUAL_PRINCIPAL)
    moved = agreed.replan(Replan(on, agreed.matures_on, date(2026, 7, 15)))
    before, after = agreed.instalments, moved.instalments
    assert after[:kept] == before[:kept]
    assert sum(one.principal_fen for one in after) == 30 * WAN
    assert [one.n for one in after] == list(range(1, len(after) + 1))
    assert after[kept].first_day == before[kept].first_day
    assert after[kept].principal_fen == sum(one.principal_fen for one in before[kept:]) // (len(after) - kept)
    assert after[-1].due_on == date(2026, 7, 15)


def test_before_the_end_only_interest_is_due_where_the_principal_comes_at_the_end():
    found = schedule(Plan.INTEREST_MONTHLY, 15 * WAN, date(2026, 3, 5), date(2026, 5, 5))
    assert [one.principal_fen for one in found] == [0, 0, 15 * WAN]


def test_money_goes_to_the_oldest_due_date_and_the_day_it_was_whole_is_remembered():
    account = Account(terms())
    first, second = (line.interest_fen for line in account.lines()[:2])
    account = account.with_payment(paid(date(2026, 3, 20), 0, first)).with_payment(paid(date(2026, 4, 25), 0, second))
    lines = account.lines()
    assert [line.paid_on for line in lines[:3]] == [date(2026, 3, 20), date(2026, 4, 25), None]
    assert account.was_late(date(2026, 4, 26))
    assert not account.late(date(2026, 4, 26))


def test_repaying_early_costs_less_interest_from_that_day_on():
    account = Account(terms())
    before = sum(line.interest_fen for line in account.lines())
    after = sum(line.interest_fen for line in account.with_payment(paid(date(2026, 9, 5), 15 * WAN)).lines())
    assert before - after == pytest.approx(interest(15 * WAN * (date(2027, 3, 5) - date(2026, 9, 5)).days, 395), abs=10)


def test_what_settles_a_loan_on_a_day_leaves_nothing_behind():
    account = Account(terms())
    on = date(2026, 7, 11)
    principal, owed = account.payoff(on)
    assert principal == 30 * WAN
    assert account.with_payment(paid(on, principal, owed)).settled
    assert not account.with_payment(paid(on, principal, owed - 1)).settled


def test_what_settles_a_loan_is_what_its_days_cost_within_a_fen_a_period():
    account, on = Account(terms()), date(2026, 7, 11)
    exact = interest(30 * WAN * (on - date(2026, 3, 5)).days, 395)
    assert abs(account.payoff(on)[1] - exact) <= 5


def test_nothing_grows_after_maturity():
    account = Account(terms())
    assert account.payoff(date(2027, 3, 5)) == account.payoff(date(2027, 3, 5))
    assert account.interest_owed(date(2028, 1, 1)) == account.interest_owed(date(2027, 3, 5))
    assert sum(one.subsidy_fen for one in account.quarters()) == pytest.approx(
        account.interest_owed(date(2027, 3, 5)) / 2, abs=8
    )


def test_where_the_bank_takes_the_subsidy_off_she_is_asked_for_her_own_part_only():
    whole, hers = Account(terms()), Account(terms(net=True))
    first = hers.tally.period(date(2026, 3, 5), date(2026, 3, 20))
    assert hers.lines()[0].interest_fen == first.borrower_fen == first.interest_fen - first.subsidy_fen
    assert whole.lines()[0].interest_fen == first.interest_fen
    assert hers.quarters() == whole.quarters()
    on = date(2026, 7, 11)
    assert hers.with_payment(paid(on, *hers.payoff(on))).settled
