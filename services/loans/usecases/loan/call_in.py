"""A loan whose money was misused is called in: one hand of the bank or the agency prepares, a leader confirms."""

from dataclasses import dataclass
from datetime import date

from services.loans.domain import calling
from services.loans.domain.loan import Loan
from services.loans.domain.loan_papers import CallReason
from services.loans.usecases.loan.files import Files
from services.loans.usecases.loan.morning import Mornings
from services.loans.usecases.ports import Clock
from shared.access import Actor


@dataclass(frozen=True, slots=True)
class CallIn:
    """`prepare`, `drop`, `confirm`."""

    files: Files
    mornings: Mornings
    clock: Clock

    def prepare(self, loan_id: str, reason: CallReason, due_on: date, *, by: Actor) -> Loan:
        """Write down why, and by when all is due; raises NotFound, Conflict, Invalid."""
        loan = self.files.get("loan.prepare_call", loan_id, by=by)
        calling.prepare(loan, reason, due_on, by=by.id, today=self.clock.today())
        return self.files.keep("loan.prepare_call", loan, by=by)

    def drop(self, loan_id: str, *, by: Actor) -> Loan:
        """Take what was prepared back; raises NotFound, Conflict."""
        loan = self.files.get("loan.drop_call", loan_id, by=by)
        calling.drop(loan)
        return self.files.keep("loan.drop_call", loan, by=by)

    def confirm(self, loan_id: str, *, by: Actor) -> Loan:
        """Call it in; raises NotFound, Conflict, Refused("same_person" | "day_passed")."""
        loan = self.files.get("loan.call", loan_id, by=by)
        calling.confirm(loan, by=by.id, today=self.clock.today())
        self.mornings.plan(loan)
        return self.files.keep("loan.call", loan, by=by)
