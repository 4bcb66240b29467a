"""More time for a loan: she asks, the agency agrees with the guarantor's consent, the bank moves the maturity."""

from dataclasses import dataclass

from services.loans.domain import extension
from services.loans.domain.access import RULES
from services.loans.domain.extension import Consent
from services.loans.domain.loan import Loan
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.files import Files
from services.loans.usecases.loan.morning import Mornings
from services.loans.usecases.ports import Clock
from shared.access import SYSTEM, Actor, Kind, can, scope
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Extend:
    """`ask` by her or by the bank on her paper; `agree` and `refuse` by the agency; `confirm` by the bank's leader."""

    files: Files
    bounds: LoanBounds
    mornings: Mornings
    clock: Clock

    def ask(self, loan_id: str, months: int, *, by: Actor) -> Loan:
        """Ask for more months; raises NotFound, Conflict, Refused("extended_before" | "after_maturity"), Invalid."""
        loan, today = self._asked(loan_id, by), self.clock.today()
        limits = self.bounds.extension(loan.origin.place, today)
        extension.ask(loan, months, limits, by=by.id, today=today)
        return self.files.keep("loan.ask_extension", loan, by=by)

    def agree(self, loan_id: str, consent: Consent, *, by: Actor) -> Loan:
        """Go on guaranteeing; raises NotFound, Conflict, Invalid for a day to come."""
        loan = self.files.get("loan.agree_extension", loan_id, by=by)
        extension.agree(loan, consent, by=by.id, today=self.clock.today())
        return self.files.keep("loan.agree_extension", loan, by=by)

    def refuse(self, loan_id: str, reason: str, *, by: Actor) -> Loan:
        """Do not agree; raises NotFound, Conflict."""
        loan = self.files.get("loan.refuse_extension", loan_id, by=by)
        extension.refuse(loan, reason)
        return self.files.keep("loan.refuse_extension", loan, by=by)

    def confirm(self, loan_id: str, *, by: Actor) -> Loan:
        """Move the maturity; raises NotFound, Conflict("not_agreed"), Refused."""
        loan = self.files.get("loan.extend", loan_id, by=by)
        paid = self.bounds.extension_subsidised(loan.origin.place, loan.terms.disbursed_on)
        extension.extend(loan, by=by.id, today=self.clock.today(), subsidised=paid)
        self.mornings.plan(loan)
        return self.files.keep("loan.extend", loan, by=by)

    def _asked(self, loan_id: str, by: Actor) -> Loan:
        inside = SYSTEM if by.kind is Kind.WOMAN else scope(RULES, by, "loan.ask_extension")
        loan = self.files.loans.get(inside, loan_id)
        if by.kind is Kind.WOMAN and not can(RULES, by, "loan.ask_extension", person_id=loan.origin.person_id):
            raise NotFound("loan_not_found")
        return loan
