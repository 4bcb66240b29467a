"""On which mornings she is reminded: some days before maturity, fewer before each other due date (domain.md §2.7)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.loans.domain.account import Line
from services.loans.domain.loan import LATE, RUNNING, Loan
from services.loans.domain.money_news import LoanDueSoon


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many days ahead of maturity, and of each due date before it; data of the place and day."""

    maturity: Collection[int]
    instalment: Collection[int]


def next_day(loan: Loan, ahead: Ahead, today: date) -> date | None:
    """Return the first day after today on which she is to be reminded."""
    return min((day for day, _ in _reminders(loan, ahead) if day > today), default=None)


def remind(loan: Loan, ahead: Ahead, *, today: date) -> bool:
    """Tell what is due some days from now, not to who is late; returns whether there was anything to tell."""
    if loan.state not in RUNNING - LATE:
        return False
    soon = [line for day, line in _reminders(loan, ahead) if day == today]
    for line in soon:
        last = line.due_on == loan.terms.matures_on
        loan.news.append(LoanDueSoon(loan.tell(today), line.due_on, (line.due_on - today).days, line.left_fen, last))
    return bool(soon)


def _reminders(loan: Loan, ahead: Ahead) -> Iterator[tuple[date, Line]]:
    for line in loan.account.lines():
        days = ahead.maturity if line.due_on == loan.terms.matures_on else ahead.instalment
        if line.left_fen:
            yield from ((line.due_on - timedelta(days=n), line) for n in days)
