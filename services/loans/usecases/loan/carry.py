"""A loan that ran before this system was there comes in as a dated fact with the source "ledger"."""

from dataclasses import dataclass, replace
from datetime import date

from services.loans.domain.account import Terms
from services.loans.domain.loan import Loan, Origin
from services.loans.domain.visits import first_due
from services.loans.usecases.loan.books import Books
from services.loans.usecases.loan.morning import Mornings
from services.loans.usecases.loan.ports import Loans, Quarters
from services.loans.usecases.ports import Clock
from shared.access import Actor
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Carry:
    """`terms.principal_fen` is what was left on `terms.starts_on`, the day of the ledger; the fund stands for it."""

    loans: Loans
    books: Books
    mornings: Mornings
    quarters: Quarters
    clock: Clock

    def __call__(self, numbers: tuple[str, str], origin: Origin, terms: Terms, *, by: Actor) -> Loan:
        """Return the loan; `numbers` are receipt and contract. What was late on the ledger's day is late at once."""
        loan = Loan.disbursed(new_id(), numbers, replace(origin, source="ledger", application_id=None), terms)
        self.books.carried(loan, self._on(terms), by=by)
        loan.fall_due(today=self.clock.today())
        loan.visit_due_on = first_due(loan, self.mornings.bounds.rhythm(origin.place, self.clock.today()))
        self.loans.add(loan, "")
        self.mornings.plan(loan)
        self.quarters.plan(loan)
        return loan

    def _on(self, terms: Terms) -> date:
        return min(terms.starts_on, self.clock.today())
