"""Visits after the money went out: the first within some days, then every few months (domain.md §2.7)."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.loans.domain.loan import MOVES, Action, Loan
from services.loans.domain.loan_papers import Visit
from services.loans.domain.schedule import months_later
from shared.errors import Invalid, Refused
from shared.machine import move


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When the first visit is due after disbursement, and each next one after the last; data of the place and day."""

    first_days: int
    every_months: int


def first_due(loan: Loan, rhythm: Rhythm) -> date:
    """Return the last day for the first visit; a loan from a ledger was visited before it came here."""
    if loan.origin.source == "ledger":
        return months_later(loan.terms.starts_on, rhythm.every_months)
    return loan.terms.disbursed_on + timedelta(days=rhythm.first_days)


def visit(loan: Loan, seen: Visit, rhythm: Rhythm, *, today: date) -> None:
    """Keep what was seen, and when the next one is due; raises Conflict when it has ended, Invalid for the day."""
    move(MOVES, loan.state, Action.VISIT)
    if seen.on > today:
        raise Invalid({"on": [Refused("day_to_come")]})
    if seen.on < (last := loan.visits[-1].on if loan.visits else loan.terms.disbursed_on):
        raise Invalid({"on": [Refused("before_last_booking", last_on=last)]})
    loan.visits = (*loan.visits, seen)
    loan.visit_due_on = months_later(seen.on, rhythm.every_months)
