"""The morning after a due date: whoever has not paid is overdue, and the next morning is promised."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from services.loans.domain.loan import RUNNING, Loan
from services.loans.usecases.loan.ports import Due, Loans
from services.loans.usecases.ports import Clock
from shared.access import SYSTEM
from shared.clock import SHANGHAI

KIND = "loan_morning"
AT = time(7)


@dataclass(frozen=True, slots=True)
class Mornings:
    """One promise per loan: the morning after its next due date."""

    loans: Loans
    due: Due
    clock: Clock

    def plan(self, loan: Loan) -> None:
        """Promise the morning after the next due date that is still to come; none when there is none."""
        today = self.clock.today()
        days = (one.due_on for one in loan.terms.instalments if one.due_on >= today)
        after = next(days, None)
        if after is not None and loan.state in RUNNING:
            self.due.add(KIND, loan.id, datetime.combine(after + timedelta(days=1), AT, SHANGHAI))

    def look(self, loan_id: str, job: object) -> None:
        """Note what is late and promise the next morning; a loan that has ended is left alone."""
        loan = self.loans.get(SYSTEM, loan_id)
        if loan.fall_due(today=self.clock.today()):
            self.loans.save(loan)
        self.due.done(job)
        self.plan(loan)
