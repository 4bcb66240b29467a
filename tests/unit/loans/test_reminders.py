"""She is reminded before her due dates, on mornings that are data, until the money has come."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from services.loans.domain.account import Repayment
from services.loans.domain.loan import State
from services.loans.domain.money_news import LoanDueSoon, LoanOverdue
from services.loans.domain.reminders import Ahead, next_day, remind
from services.loans.usecases.loan.morning import KIND
from shared.clock import SHANGHAI, FixedClock
from tests.unit.loans.money_world import WAN, MoneyDesk
from tests.unit.loans.test_loan import a_loan

AHEAD = Ahead((60, 30, 7, 1), (3,))
END = date(2027, 3, 5)


def reminded_on() -> list[tuple[date, bool]]:
    """Return every day of the loan's life on which something is told, and whether it is about its end."""
    found, day = [], date(2026, 3, 5)
    while day <= END:
        loan = a_loan()
        loan.news.clear()
        remind(loan, AHEAD, today=day)
        found += [(day, news.last) for news in loan.news if isinstance(news, LoanDueSoon)]
        day += timedelta(days=1)
    return found


def test_three_days_before_each_due_date_and_four_times_before_the_last():
    told = reminded_on()
    assert [day for day, last in told if last] == [END - timedelta(n) for n in (60, 30, 7, 1)]
    assert [day.day for day, last in told if not last] == [17] * 12


def test_the_next_morning_is_the_next_day_of_that_list():
    days = sorted({day for day, _ in reminded_on()})
    day = date(2026, 3, 5)
    for expected in days:
        assert next_day(a_loan(), AHEAD, day) == expected
        day = expected
    assert next_day(a_loan(), AHEAD, day) is None


def test_who_has_paid_is_not_reminded_of_it():
    loan = a_loan()
    owed = loan.account.lines()[0].interest_fen
    loan.repay(Repayment("1", date(2026, 3, 16), WAN, 0, date(2026, 3, 16), "6" * 32))
    loan.account = replace(loan.account, repayments=())
    assert remind(loan, AHEAD, today=date(2026, 3, 17))
    paid = Repayment("1", date(2026, 3, 16), 0, owed, date(2026, 3, 16), "6" * 32)
    loan.account = replace(loan.account, repayments=(paid,))
    assert not remind(loan, AHEAD, today=date(2026, 3, 17))


@pytest.mark.parametrize("state", sorted(set(State) - {State.ACTIVE, State.EXTENDED, State.CALLED}))
def test_who_is_late_or_has_ended_hears_nothing_of_days_to_come(state: State):
    assert not remind(a_loan(state), AHEAD, today=date(2026, 3, 17))


def test_a_morning_reminds_or_notes_the_delay_and_promises_the_next_one():
    desk = MoneyDesk()
    loan = desk.loan()

    def promised() -> date:
        return desk.due.promised[KIND, loan.id].astimezone(SHANGHAI).date()

    def morning(day: date) -> object:
        desk.clock = FixedClock(datetime.combine(day, time(7), SHANGHAI))
        before = len(desk.loans.told)
        desk.use.loan.mornings.look(loan.id, "job")
        return [type(news) for news in desk.loans.told[before:]], promised()

    assert morning(date(2026, 3, 16)) == ([], date(2026, 3, 17))
    assert morning(date(2026, 3, 17)) == ([LoanDueSoon], date(2026, 3, 21))
    assert morning(date(2026, 3, 21)) == ([LoanOverdue], date(2026, 4, 17))
    assert morning(date(2026, 4, 17)) == ([], date(2026, 4, 21))
