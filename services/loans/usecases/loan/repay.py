"""The bank books money that came: principal and interest, on the day it came; early is welcome."""

from dataclasses import dataclass
from datetime import date

from services.loans.domain.account import Repayment
from services.loans.domain.loan import Loan
from services.loans.usecases.loan.books import Books
from services.loans.usecases.loan.files import Files
from services.loans.usecases.ports import Clock
from shared.access import Actor
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Money:
    """What came, in fen, and when."""

    principal_fen: int
    interest_fen: int
    on: date


@dataclass(frozen=True, slots=True)
class Repay:
    """Principal that came back frees as much of the fund's head-room in the same transaction."""

    files: Files
    books: Books
    clock: Clock

    def __call__(self, loan_id: str, money: Money, *, by: Actor) -> Loan:
        """Return the loan; raises NotFound, Conflict when it is closed, Invalid naming the field that cannot be."""
        loan = self.files.get("loan.repay", loan_id, by=by)
        loan.repay(Repayment(new_id(), money.on, money.principal_fen, money.interest_fen, self.clock.today(), by.id))
        self.books.free(loan, money.principal_fen, by=by)
        paid = {"principal_fen": money.principal_fen, "interest_fen": money.interest_fen}
        return self.files.keep("loan.repay", loan, by=by, **paid)
