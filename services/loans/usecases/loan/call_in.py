"""A loan whose money was misused is called in: one hand of the bank or the agency prepares, a leader confirms."""

from dataclasses import dataclass
from datetime import date

from services.loans.domain import calling
from services.loans.domain.access import RULES
from services.loans.domain.loan import Loan
from services.loans.domain.loan_papers import CallReason
from services.loans.usecases.loan.morning import Mornings
from services.loans.usecases.loan.ports import Act, Acts, Loans
from services.loans.usecases.ports import Clock
from shared.access import Actor, scope


@dataclass(frozen=True, slots=True)
class CallIn:
    """`prepare`, `drop`, `confirm`."""

    loans: Loans
    mornings: Mornings
    acts: Acts
    clock: Clock

    def prepare(self, loan_id: str, reason: CallReason, due_on: date, *, by: Actor) -> Loan:
        """Write down why, and by when all is due; raises NotFound, Conflict, Invalid."""
        loan = self._reached("loan.prepare_call", loan_id, by)
        calling.prepare(loan, reason, due_on, by=by.id, today=self.clock.today())
        return self._kept("loan.prepare_call", loan, by)

    def drop(self, loan_id: str, *, by: Actor) -> Loan:
        """Take what was prepared back; raises NotFound, Conflict."""
        loan = self._reached("loan.drop_call", loan_id, by)
        calling.drop(loan)
        return self._kept("loan.drop_call", loan, by)

    def confirm(self, loan_id: str, *, by: Actor) -> Loan:
        """Call it in; raises NotFound, Conflict, Refused("same_person" | "day_passed")."""
        loan = self._reached("loan.call", loan_id, by)
        calling.confirm(loan, by=by.id, today=self.clock.today())
        self.mornings.plan(loan)
        return self._kept("loan.call", loan, by)

    def _reached(self, action: str, loan_id: str, by: Actor) -> Loan:
        return self.loans.get(scope(RULES, by, action), loan_id)

    def _kept(self, act: str, loan: Loan, by: Actor) -> Loan:
        self.loans.save(loan)
        self.acts.note(by, Act(act, "loan", loan.id, (loan.origin.person_id,)))
        return loan
