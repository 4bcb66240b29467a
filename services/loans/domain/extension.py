"""More time for a loan (展期): asked before maturity, once, with the guarantor's consent (§1.3).

No rule yet subsidises the time it adds.
"""

from dataclasses import dataclass, replace
from datetime import date

from services.loans.domain.loan import MOVES, Action, Loan
from services.loans.domain.loan_papers import Wish
from services.loans.domain.money_news import LoanExtended
from services.loans.domain.schedule import Replan, months_later
from shared.errors import Conflict, Invalid, Refused
from shared.machine import move


@dataclass(frozen=True, slots=True)
class Limits:
    """How often, and by how many months at most; data of the place and day."""

    times: int
    max_months: int


@dataclass(frozen=True, slots=True)
class Consent:
    """The guarantor's word on paper that the guarantee goes on: its day and number."""

    on: date
    document: str


def may_extend(loan: Loan, today: date) -> bool:
    """Tell whether it makes sense to offer more time: running to plan, not yet due, never extended, nobody asked."""
    asked = loan.wish is not None and loan.wish.open
    in_time = today < loan.terms.matures_on and not loan.account.late(today)
    return (loan.state, Action.EXTEND) in MOVES and in_time and not loan.terms.extended and not asked


def ask(loan: Loan, months: int, limits: Limits, *, by: str, today: date) -> None:
    """She asks, or the bank on her paper. Raises Conflict, Refused("extended_before" | "after_maturity"), Invalid."""
    move(MOVES, loan.state, Action.EXTEND)
    if loan.wish is not None and loan.wish.open:
        raise Conflict("extension_asked")
    if sum(one.ends_on > one.before for one in loan.terms.replans) >= limits.times:
        raise Refused("extended_before", times=limits.times)
    if today >= loan.terms.matures_on:
        raise Refused("after_maturity", matures_on=loan.terms.matures_on)
    if months > limits.max_months:
        raise Invalid({"months": [Refused("term_too_long", most=limits.max_months)]})
    loan.wish = Wish(today, by, months)


def agree(loan: Loan, consent: Consent, *, by: str, today: date) -> None:
    """The agency goes on guaranteeing, with the guarantor's consent; raises Conflict, Invalid for a day to come."""
    wish = _wish(loan)
    if consent.on > today:
        raise Invalid({"consent_on": [Refused("day_to_come")]})
    loan.wish = replace(wish, consent_on=consent.on, consent_document=consent.document, agreed_by=by)


def refuse(loan: Loan, reason: str) -> None:
    """The agency or the bank does not agree; she may ask anew. Raises Conflict."""
    loan.wish = replace(_wish(loan), refused=reason)


def extend(loan: Loan, *, by: str, today: date, subsidised: bool = False) -> None:
    """The bank moves the maturity; `subsidised` by the rule of the day of disbursement.

    Raises Conflict("not_agreed"), Refused("same_person" | "after_maturity").
    """
    wish = _wish(loan)
    if wish.agreed_by is None:
        raise Conflict("not_agreed")
    if by in (wish.agreed_by, wish.asked_by):
        raise Refused("same_person")
    before = loan.terms.matures_on
    if today > before:
        raise Refused("after_maturity", matures_on=before)
    change = Replan(today, before, months_later(before, wish.months), paid_on=subsidised)
    loan.state = move(MOVES, loan.state, Action.EXTEND)
    loan.account = replace(loan.account, terms=loan.terms.replan(change))
    loan.wish = replace(wish, done_on=today)
    loan.news.append(LoanExtended(loan.tell(today), change.ends_on, loan.balance_fen))


def _wish(loan: Loan) -> Wish:
    move(MOVES, loan.state, Action.EXTEND)
    if loan.wish is None or not loan.wish.open:
        raise Conflict("extension_not_asked")
    return loan.wish
