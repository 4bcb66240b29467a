"""The mornings of a loan: she is reminded before a due date, and late the morning after it if she has not paid."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from services.loans.domain.loan import RUNNING, Loan
from services.loans.domain.reminders import Ahead, next_day, remind
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.ports import Due, Loans
from services.loans.usecases.ports import Clock
from shared.access import SYSTEM
from shared.clock import SHANGHAI

KIND = "loan_morning"
AT = time(7)


@dataclass(frozen=True, slots=True)
class Mornings:
    """One promise per loan: the next morning on which something is to be told or noted."""

    loans: Loans
    bounds: LoanBounds
    due: Due
    clock: Clock

    def plan(self, loan: Loan) -> None:
        """Promise the next morning: of a reminder, or after a due date to come; none when it has ended."""
        today = self.clock.today()
        days = [one.due_on + timedelta(days=1) for one in loan.terms.instalments if one.due_on >= today][:1]
        reminder = next_day(loan, self._ahead(loan), today)
        first = min([*days, *([reminder] if reminder else [])], default=None)
        if first is not None and loan.state in RUNNING:
            self.due.add(KIND, loan.id, datetime.combine(first, AT, SHANGHAI))

    def look(self, loan_id: str, job: object) -> None:
        """Note what is late or remind her, and promise the next morning; a loan that has ended is left alone."""
        loan, today = self.loans.get(SYSTEM, loan_id), self.clock.today()
        if loan.fall_due(today=today) or remind(loan, self._ahead(loan), today=today):
            self.loans.save(loan)
        self.due.done(job)
        self.plan(loan)

    def _ahead(self, loan: Loan) -> Ahead:
        values = self.bounds.contract(loan.origin.place, self.clock.today())
        return Ahead(values["remind_maturity_days"], values["remind_instalment_days"])
