"""A loan is called in because its money was misused or its papers were false (domain.md §2.2 no. 26)."""

from dataclasses import replace
from datetime import date

from services.loans.domain.loan import MOVES, Action, Loan
from services.loans.domain.loan_papers import Call, CallReason
from services.loans.domain.money_news import LoanCalled
from services.loans.domain.schedule import Replan
from shared.errors import Conflict, Invalid, Refused
from shared.machine import move


def prepare(loan: Loan, reason: CallReason, due_on: date, *, by: str, today: date) -> None:
    """One hand of the bank or the agency prepares it; raises Conflict, Invalid for a day that cannot be."""
    move(MOVES, loan.state, Action.CALL)
    if due_on <= today:
        raise Invalid({"due_on": [Refused("day_passed")]})
    if due_on >= loan.terms.matures_on:
        raise Invalid({"due_on": [Refused("after_maturity", matures_on=loan.terms.matures_on)]})
    loan.call = Call(reason, due_on, by, today)


def drop(loan: Loan) -> None:
    """Take a prepared call back; raises Conflict("not_prepared")."""
    _prepared(loan)
    loan.call = None


def confirm(loan: Loan, *, by: str, today: date) -> None:
    """Another hand calls it in: all of it is due on the day named, no part of its interest is subsidised any more.

    What was subsidised so far goes back to the treasury. Raises Conflict, Refused("same_person" | "day_passed").
    """
    call = _prepared(loan)
    if by == call.prepared_by:
        raise Refused("same_person")
    if call.due_on <= today:
        raise Refused("day_passed")
    back = sum(one.subsidy_fen for one in loan.account.quarters() if one.last < today)
    loan.state = move(MOVES, loan.state, Action.CALL)
    change = Replan(today, loan.terms.matures_on, call.due_on, subsidised=False)
    loan.account = replace(loan.account, terms=loan.terms.replan(change))
    loan.call = replace(call, confirmed_by=by, confirmed_on=today, clawback_fen=back)
    loan.wish = None
    loan.news.append(LoanCalled(loan.tell(today), call.reason.value, call.due_on, loan.balance_fen, back))


def _prepared(loan: Loan) -> Call:
    move(MOVES, loan.state, Action.CALL)
    if loan.call is None:
        raise Conflict("not_prepared")
    return loan.call
