"""The bank asks the fund to pay for an overdue loan; the agency pays with two hands, and gets back what it can."""

from dataclasses import dataclass

from services.loans.domain import claim
from services.loans.domain.loan import Loan
from services.loans.usecases.loan.books import Books
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.files import Files
from services.loans.usecases.ports import Clock
from shared.access import Actor


@dataclass(frozen=True, slots=True)
class Subrogate:
    """`demand` by the bank; `decline`, `prepare`, `pay`, `recover` by the agency (domain.md §2.2 no. 22 to 24)."""

    files: Files
    books: Books
    bounds: LoanBounds
    clock: Clock

    def demand(self, loan_id: str, *, by: Actor) -> Loan:
        """Ask the fund to pay; raises NotFound, Conflict unless it is overdue."""
        loan = self.files.get("loan.demand", loan_id, by=by)
        claim.demand(loan, by=by.id, today=self.clock.today())
        return self.files.keep("loan.demand", loan, by=by)

    def decline(self, loan_id: str, *, by: Actor) -> Loan:
        """Hand the demand back; raises NotFound, Conflict."""
        loan = self.files.get("loan.decline", loan_id, by=by)
        claim.decline(loan)
        return self.files.keep("loan.decline", loan, by=by)

    def prepare(self, loan_id: str, *, by: Actor) -> Loan:
        """Prepare the payment for the second hand; raises NotFound, Conflict."""
        loan = self.files.get("loan.prepare_payment", loan_id, by=by)
        claim.prepare(loan, by=by.id)
        return self.files.keep("loan.prepare_payment", loan, by=by)

    def pay(self, loan_id: str, *, by: Actor) -> Loan:
        """Pay the fund's share, by the rule of the day of payment.

        Raises NotFound, Conflict("not_prepared"), Refused("same_person" | "fund_short" | "payout_cap_reached").
        """
        loan = self.files.get("loan.pay", loan_id, by=by)
        today = self.clock.today()
        shares = self.bounds.loss_shares(loan.origin.place, today)
        paid, principal = claim.pay(loan, shares, by=by.id, today=today)
        self.books.pay(loan, paid, principal, by=by)
        return self.files.keep("loan.pay", loan, by=by, paid_fen=paid)

    def recover(self, loan_id: str, amount_fen: int, *, by: Actor) -> Loan:
        """Book what came back, in the fund its part; raises NotFound, Conflict, Invalid above what is out."""
        loan = self.files.get("loan.recover", loan_id, by=by)
        back = claim.recover(loan, amount_fen, today=self.clock.today())
        self.books.recovered(loan, back, by=by)
        return self.files.keep("loan.recover", loan, by=by, amount_fen=amount_fen)
