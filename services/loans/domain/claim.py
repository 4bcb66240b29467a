"""The bank's demand on the fund, its payment, and what comes back to those who bear the loss (domain.md §1.5)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from services.loans.domain.loan import MOVES, Action, Loan
from services.loans.domain.loan_papers import Claim
from services.loans.domain.money_news import LoanSubrogated
from shared.errors import Conflict, Invalid, Refused
from shared.machine import move

FUND = "fund"


def parts(amount_fen: int, shares: Mapping[str, int]) -> dict[str, int]:
    """Return a sum divided by shares such as 70 : 25 : 5; whole fen downwards, the last who bears it takes the rest.

    The fund comes first, so that its part of a growing sum never falls.
    """
    names, whole = sorted(shares, key=lambda name: name != FUND), sum(shares.values())
    found = {name: amount_fen * shares[name] // whole for name in names[:-1]}
    return found | {names[-1]: amount_fen - sum(found.values())}


def demand(loan: Loan, *, by: str, today: date) -> None:
    """The bank asks the fund to pay; raises Conflict unless it is overdue."""
    loan.state = move(MOVES, loan.state, Action.DEMAND)
    loan.claim = Claim(today, by)


def decline(loan: Loan) -> None:
    """The agency hands the demand back."""
    loan.state, loan.claim = move(MOVES, loan.state, Action.DECLINE), None


def prepare(loan: Loan, *, by: str) -> None:
    """An officer of the agency prepares the payment; another hand confirms it."""
    loan.claim = replace(_claim(loan, Action.PAY), prepared_by=by)


def pay(loan: Loan, shares: Mapping[str, int], *, by: str, today: date) -> tuple[int, int]:
    """The fund pays its share of principal and normal interest, no penalty; returns what it paid, and the principal.

    Raises Conflict("not_prepared"), Refused("same_person") for who prepared it.
    """
    claim = _claim(loan, Action.PAY)
    if claim.prepared_by is None:
        raise Conflict("not_prepared")
    if by == claim.prepared_by:
        raise Refused("same_person")
    principal, interest = loan.owed(today)
    whole = principal + interest
    paid = parts(whole, shares)[FUND]
    after = replace(claim, paid_on=today, paid_by=by, paid_fen=paid, loss_fen=whole, shares=tuple(shares.items()))
    loan.claim, loan.state = after, move(MOVES, loan.state, Action.PAY)
    loan.news.append(LoanSubrogated(loan.tell(today), paid))
    return paid, principal


def recover(loan: Loan, amount_fen: int, *, today: date) -> int:
    """Money comes back to all who bear the loss; returns the fund's part. Closed when all of it has come.

    Raises Invalid above what is still out: recourse ends at the sum that was paid (V56).
    """
    claim = _claim(loan, Action.RECOVER)
    out = claim.loss_fen - claim.recovered_fen
    if amount_fen > out:
        raise Invalid({"amount_fen": [Refused("above_paid_out", most_fen=out)]})
    after = replace(claim, recovered_fen=claim.recovered_fen + amount_fen)
    action = Action.CLOSE if after.recovered_fen == claim.loss_fen else Action.RECOVER
    loan.claim, loan.state = after, move(MOVES, loan.state, action)
    loan.closed_on = today if action is Action.CLOSE else None
    loan.notice = None  # what was posted said another sum
    return recovered(after)[FUND] - recovered(claim)[FUND]


def recovered(claim: Claim) -> dict[str, int]:
    """Return what has come back to each who bears the loss, in fen."""
    return parts(claim.recovered_fen, dict(claim.shares))


def _claim(loan: Loan, action: Action) -> Claim:
    move(MOVES, loan.state, action)
    if loan.claim is None:
        raise Conflict("not_in_this_state", state=loan.state.value, action=action.value)
    return loan.claim
