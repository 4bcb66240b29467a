"""The bank asks the fund to pay for an overdue loan; the agency pays with two hands, and gets back what it can."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.loans.domain import claim
from services.loans.domain.access import RULES
from services.loans.domain.loan import Loan
from services.loans.usecases.loan.books import Books
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.ports import Act, Acts, Loans
from services.loans.usecases.ports import Clock
from shared.access import Actor, scope


@dataclass(frozen=True, slots=True)
class Subrogate:
    """`demand` by the bank; `decline`, `prepare`, `pay`, `recover` by the agency (domain.md §2.2 no. 22 to 24)."""

    loans: Loans
    books: Books
    bounds: LoanBounds
    acts: Acts
    clock: Clock

    def demand(self, loan_id: str, *, by: Actor) -> Loan:
        """Ask the fund to pay; raises NotFound, Conflict unless it is overdue."""
        loan = self._reached("loan.demand", loan_id, by)
        claim.demand(loan, by=by.id, today=self.clock.today())
        return self._kept("loan.demand", loan, by)

    def decline(self, loan_id: str, *, by: Actor) -> Loan:
        """Hand the demand back; raises NotFound, Conflict."""
        loan = self._reached("loan.decline", loan_id, by)
        claim.decline(loan)
        return self._kept("loan.decline", loan, by)

    def prepare(self, loan_id: str, *, by: Actor) -> Loan:
        """Prepare the payment for the second hand; raises NotFound, Conflict."""
        loan = self._reached("loan.prepare_payment", loan_id, by)
        claim.prepare(loan, by=by.id)
        return self._kept("loan.prepare_payment", loan, by)

    def pay(self, loan_id: str, *, by: Actor) -> Loan:
        """Pay the fund's share, by the rule of the day of payment.

        Raises NotFound, Conflict("not_prepared"), Refused("same_person" | "fund_short" | "payout_cap_reached").
        """
        loan = self._reached("loan.pay", loan_id, by)
        today = self.clock.today()
        shares = self.bounds.loss_shares(loan.origin.place, today)
        paid, principal = claim.pay(loan, shares, by=by.id, today=today)
        self.books.pay(loan, paid, principal, by=by)
        return self._kept("loan.pay", loan, by, {"paid_fen": paid})

    def recover(self, loan_id: str, amount_fen: int, *, by: Actor) -> Loan:
        """Book what came back, in the fund its part; raises NotFound, Conflict, Invalid above what is out."""
        loan = self._reached("loan.recover", loan_id, by)
        back = claim.recover(loan, amount_fen, today=self.clock.today())
        self.books.recovered(loan, back, by=by)
        return self._kept("loan.recover", loan, by, {"amount_fen": amount_fen})

    def _reached(self, action: str, loan_id: str, by: Actor) -> Loan:
        return self.loans.get(scope(RULES, by, action), loan_id)

    def _kept(self, act: str, loan: Loan, by: Actor, facts: Mapping[str, object] | None = None) -> Loan:
        self.loans.save(loan)
        self.acts.note(by, Act(act, "loan", loan.id, (loan.origin.person_id,), facts=facts or {}))
        return loan
