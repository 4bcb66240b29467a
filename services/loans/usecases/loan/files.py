"""The loan that an office works on: found inside its reach, kept with a line in the audit."""

from dataclasses import dataclass

from services.loans.domain.access import RULES
from services.loans.domain.loan import Loan
from services.loans.usecases.loan.ports import Act, Acts, Loans
from shared.access import Actor, scope


@dataclass(frozen=True, slots=True)
class Files:
    """What every verb of an office on a loan begins and ends with."""

    loans: Loans
    acts: Acts

    def get(self, action: str, loan_id: str, *, by: Actor) -> Loan:
        """Return a loan on which the asker may do that; raises NotFound outside the reach."""
        return self.loans.get(scope(RULES, by, action), loan_id)

    def keep(self, act: str, loan: Loan, *, by: Actor, **facts: object) -> Loan:
        """Save a loan and write down who did what to it; `facts` are codes and numbers, never names."""
        self.loans.save(loan)
        self.acts.note(by, Act(act, "loan", loan.id, (loan.origin.person_id,), facts=facts))
        return loan
