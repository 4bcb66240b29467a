"""The federation visits her after the money went out, and writes down what it saw."""

from dataclasses import dataclass
from datetime import date

from services.loans.domain import visits
from services.loans.domain.loan import Loan
from services.loans.domain.loan_papers import Use, Visit
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.files import Files
from services.loans.usecases.ports import Clock
from shared.access import Actor


@dataclass(frozen=True, slots=True)
class VisitLoan:
    """Money that was misused is for the bank or the agency to call in; the visit says so on the loan's page."""

    files: Files
    bounds: LoanBounds
    clock: Clock

    def __call__(self, loan_id: str, on: date, use: Use, *, trading: bool, by: Actor) -> Loan:
        """Keep a visit; raises NotFound, Conflict when the loan has ended, Invalid for a day that cannot be."""
        loan, today = self.files.get("loan.visit", loan_id, by=by), self.clock.today()
        rhythm = self.bounds.rhythm(loan.origin.place, today)
        visits.visit(loan, Visit(on, by.id, use, trading), rhythm, today=today)
        return self.files.keep("loan.visit", loan, by=by, use=use.value, trading=trading)
