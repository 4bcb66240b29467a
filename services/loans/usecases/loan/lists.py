"""What a bank is told of its own: contracts that wait for their money, what should come this month, who is late."""

from dataclasses import dataclass
from datetime import date

from services.loans.domain.access import RULES
from services.loans.domain.contract import Contract, State
from services.loans.domain.interest import DAY
from services.loans.domain.loan import Loan
from services.loans.domain.schedule import months_later
from services.loans.usecases.loan.ports import Contracts, Loans
from services.loans.usecases.ports import Clock
from shared.access import Actor, scope

MOST = 5_000  # as many as a file that comes back may hold


@dataclass(frozen=True, slots=True)
class BankLists:
    """Numbers and amounts only: a bank knows by its receipts who they are."""

    loans: Loans
    contracts: Contracts
    clock: Clock

    def unpaid(self, *, by: Actor) -> list[Contract]:
        """Return the signed contracts of the asker's bank whose money has not gone out, oldest first."""
        return self.contracts.listed(scope(RULES, by, "contract.read"), State.SIGNED, MOST)

    def this_month(self, *, by: Actor) -> list[tuple[str, int, int]]:
        """Return receipt, principal and interest, in fen, of what is due by the end of this month and has not come."""
        until = months_later(self.clock.today().replace(day=1), 1) - DAY
        return [(one.number, *one.account.due_by(until)) for one in self._due(until, by)]

    def late(self, *, by: Actor) -> list[tuple[str, int]]:
        """Return receipt and what is late of it, in fen, the oldest first."""
        today = self.clock.today()
        found = ((one.number, one.account.late(today)) for one in self._due(today, by))
        return [(number, sum(line.left_fen for line in lines)) for number, lines in found if lines]

    def _due(self, until: date, by: Actor) -> list[Loan]:
        return self.loans.falling_due(scope(RULES, by, "loan.repay"), until, MOST)
