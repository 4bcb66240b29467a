"""The agency posts a loss for all to see, keeps what is said to it, and the treasury approves the write-off."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.loans.domain import write_off
from services.loans.domain.loan import Loan
from services.loans.domain.loan_papers import Comment, LossReason
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.files import Files
from services.loans.usecases.ports import Clock
from shared.access import Actor
from shared.replica import Replica

MOST = 100
TREASURY = "finance"


@dataclass(frozen=True, slots=True)
class WriteOff:
    """`post`, `comment`, `take_down` by the agency, `approve` by the treasury; `posted` is for everybody."""

    files: Files
    bounds: LoanBounds
    replica: Replica
    clock: Clock

    def post(self, loan_id: str, reason: LossReason, *, by: Actor) -> Loan:
        """Post it for the days of the county's rule, and show it to the treasury. Raises NotFound, Conflict."""
        loan, today = self.files.get("loan.post_notice", loan_id, by=by), self.clock.today()
        days = self.bounds.contract(loan.origin.place, today)["notice_days"]
        write_off.post(loan, reason, days, by=by.id, today=today)
        treasury = self.replica.units.office(loan.origin.fund_id, TREASURY)
        if treasury is not None:
            loan.origin = loan.origin.seen_by(treasury.id)
        return self.files.keep("loan.post_notice", loan, by=by)

    def comment(self, loan_id: str, document: str, *, against: bool, by: Actor) -> Loan:
        """Keep what somebody said, filed under a number; raises NotFound, Conflict."""
        loan = self.files.get("loan.comment_notice", loan_id, by=by)
        write_off.comment(loan, Comment(self.clock.today(), by.id, against, document))
        return self.files.keep("loan.comment_notice", loan, by=by)

    def take_down(self, loan_id: str, *, by: Actor) -> Loan:
        """Take the notice back; raises NotFound, Conflict."""
        loan = self.files.get("loan.take_down_notice", loan_id, by=by)
        write_off.take_down(loan)
        return self.files.keep("loan.take_down_notice", loan, by=by)

    def approve(self, loan_id: str, *, by: Actor) -> Loan:
        """Write it off; raises NotFound, Conflict, Refused("notice_runs" | "same_person")."""
        loan = self.files.get("loan.write_off", loan_id, by=by)
        write_off.approve(loan, by=by.id, today=self.clock.today())
        return self.files.keep("loan.write_off", loan, by=by)

    def posted(self) -> Sequence[Loan]:
        """Return the losses that are posted today, those that end first in front."""
        return self.files.loans.posted(self.clock.today(), MOST)
