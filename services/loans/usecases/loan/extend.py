"""More time for a loan: she asks, the agency agrees with the guarantor's consent, the bank moves the maturity."""

from dataclasses import dataclass

from services.loans.domain import extension
from services.loans.domain.access import RULES
from services.loans.domain.extension import Consent
from services.loans.domain.loan import Loan
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.morning import Mornings
from services.loans.usecases.loan.ports import Act, Acts, Loans
from services.loans.usecases.ports import Clock
from shared.access import SYSTEM, Actor, Kind, can, scope
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Extend:
    """`ask` by her or by the bank on her paper; `agree` and `refuse` by the agency; `confirm` by the bank's leader."""

    loans: Loans
    bounds: LoanBounds
    mornings: Mornings
    acts: Acts
    clock: Clock

    def ask(self, loan_id: str, months: int, *, by: Actor) -> Loan:
        """Ask for more months; raises NotFound, Conflict, Refused("extended_before" | "after_maturity"), Invalid."""
        loan, today = self._asked(loan_id, by), self.clock.today()
        limits = self.bounds.extension(loan.origin.place, today)
        extension.ask(loan, months, limits, by=by.id, today=today)
        return self._kept("loan.ask_extension", loan, by)

    def agree(self, loan_id: str, consent: Consent, *, by: Actor) -> Loan:
        """Go on guaranteeing; raises NotFound, Conflict, Invalid for a day to come."""
        loan = self._reached("loan.agree_extension", loan_id, by)
        extension.agree(loan, consent, by=by.id, today=self.clock.today())
        return self._kept("loan.agree_extension", loan, by)

    def refuse(self, loan_id: str, reason: str, *, by: Actor) -> Loan:
        """Do not agree; raises NotFound, Conflict."""
        loan = self._reached("loan.refuse_extension", loan_id, by)
        extension.refuse(loan, reason)
        return self._kept("loan.refuse_extension", loan, by)

    def confirm(self, loan_id: str, *, by: Actor) -> Loan:
        """Move the maturity; raises NotFound, Conflict("not_agreed"), Refused."""
        loan = self._reached("loan.extend", loan_id, by)
        extension.extend(loan, by=by.id, today=self.clock.today())
        self.mornings.plan(loan)
        return self._kept("loan.extend", loan, by)

    def _asked(self, loan_id: str, by: Actor) -> Loan:
        inside = SYSTEM if by.kind is Kind.WOMAN else scope(RULES, by, "loan.ask_extension")
        loan = self.loans.get(inside, loan_id)
        if by.kind is Kind.WOMAN and not can(RULES, by, "loan.ask_extension", person_id=loan.origin.person_id):
            raise NotFound("loan_not_found")
        return loan

    def _reached(self, action: str, loan_id: str, by: Actor) -> Loan:
        return self.loans.get(scope(RULES, by, action), loan_id)

    def _kept(self, act: str, loan: Loan, by: Actor) -> Loan:
        self.loans.save(loan)
        self.acts.note(by, Act(act, "loan", loan.id, (loan.origin.person_id,)))
        return loan
