"""The federation visits her after the money went out, and writes down what it saw."""

from dataclasses import dataclass
from datetime import date

from services.loans.domain import visits
from services.loans.domain.access import RULES
from services.loans.domain.loan import Loan
from services.loans.domain.loan_papers import Use, Visit
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.ports import Act, Acts, Loans
from services.loans.usecases.ports import Clock
from shared.access import Actor, scope


@dataclass(frozen=True, slots=True)
class VisitLoan:
    """Money that was misused is for the bank or the agency to call in; the visit says so on the loan's page."""

    loans: Loans
    bounds: LoanBounds
    acts: Acts
    clock: Clock

    def __call__(self, loan_id: str, on: date, use: Use, *, trading: bool, by: Actor) -> Loan:
        """Keep a visit; raises NotFound, Conflict when the loan has ended, Invalid for a day that cannot be."""
        loan, today = self.loans.get(scope(RULES, by, "loan.visit"), loan_id), self.clock.today()
        rhythm = self.bounds.rhythm(loan.origin.place, today)
        visits.visit(loan, Visit(on, by.id, use, trading), rhythm, today=today)
        self.loans.save(loan)
        facts = {"use": use.value, "trading": trading}
        self.acts.note(by, Act("loan.visit", "loan", loan.id, (loan.origin.person_id,), facts=facts))
        return loan
