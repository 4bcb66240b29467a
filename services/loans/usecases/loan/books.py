"""What a loan does to its county's fund: the guarantee is used, freed by repayments, paid, and money comes back."""

from dataclasses import dataclass, replace
from datetime import date

from services.loans.domain.fund import Cause, Fund, Kind
from services.loans.domain.loan import Loan
from services.loans.usecases.fund.ports import Funds, Reservations
from services.loans.usecases.fund.terms import FundTerms
from services.loans.usecases.fund.year import FundYear
from services.loans.usecases.ports import Clock
from shared.access import Actor
from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class Books:
    """Each verb writes the fund's document first, then the loan's entries, in the transaction of the loan's change."""

    funds: Funds
    reservations: Reservations
    terms: FundTerms
    year: FundYear
    clock: Clock

    def use(self, loan: Loan, *, by: Actor) -> None:
        """What was promised becomes a guarantee, what goes beyond it is free; raises Refused("no_reservation")."""
        fund, cause = self._held(loan), self._cause(loan, by)
        promised = self.reservations.get(loan.origin.application_id or "")
        amount = loan.terms.amount_fen
        if promised is None or promised.state != "held" or promised.amount_fen < amount:
            raise Refused("no_reservation")
        fund.book(Kind.RELEASE, promised.amount_fen - amount, cause)
        fund.book(Kind.USE, amount, cause)
        self.reservations.put(replace(promised, state="used"))
        self.funds.save(fund)

    def free(self, loan: Loan, principal_fen: int, *, by: Actor) -> None:
        """Principal that came back is no longer guaranteed."""
        self._book(loan, Kind.FREE, principal_fen, by)

    def pay(self, loan: Loan, paid_fen: int, principal_fen: int, *, by: Actor) -> None:
        """The fund pays the bank; raises Refused("fund_short" | "payout_cap_reached")."""
        fund = self._held(loan)
        self.year.guard_payout(self.terms.county(loan.origin.place), paid_fen)
        fund.pay(paid_fen, principal_fen, self._cause(loan, by))
        self.funds.save(fund)

    def recovered(self, loan: Loan, amount_fen: int, *, by: Actor) -> None:
        """Money came back to the fund."""
        self._book(loan, Kind.RECOVERED, amount_fen, by)

    def carried(self, loan: Loan, on: date, *, by: Actor) -> None:
        """A loan that ran before this system was there is guaranteed with what is left of it; no head-room is asked."""
        fund = self._held(loan)
        fund.book(Kind.CARRIED, loan.account.balance_fen, replace(self._cause(loan, by), on=on))
        self.funds.save(fund)

    def _book(self, loan: Loan, kind: Kind, amount_fen: int, by: Actor) -> None:
        fund = self._held(loan)
        fund.book(kind, amount_fen, self._cause(loan, by))
        self.funds.save(fund)

    def _held(self, loan: Loan) -> Fund:
        county = self.terms.county(loan.origin.place)
        return self.funds.hold(loan.origin.fund_id, county.path, self.terms.multiple(county))

    def _cause(self, loan: Loan, by: Actor) -> Cause:
        return Cause(self.clock.today(), by.id, application_id=loan.origin.application_id, loan_id=loan.id)
