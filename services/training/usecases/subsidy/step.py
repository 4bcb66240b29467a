"""The steps of a claim after it was handed in: the federation reviews, HR agrees, HR's leader notes the payment."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.certificate import State as PaperState
from services.training.domain.subsidy import Act, Action, Claim, Payment, State
from services.training.usecases.ports import Certificates, Classes, Clock, Deed, Ledger
from services.training.usecases.subsidy.claim import Weigh
from services.training.usecases.subsidy.ports import Claims
from shared import workdays
from shared.access import SYSTEM, Actor, scope
from shared.errors import Refused, Stale

REVIEWER = "training_reviewer"
OFFICER, LEADER = "hr_officer", "hr_leader"
DESKS = {
    State.CLAIMED: ("subsidy.review", REVIEWER),
    State.REVIEWED: ("subsidy.agree", OFFICER),
    State.AGREED: ("subsidy.pay", LEADER),
}


@dataclass(frozen=True, slots=True)
class Paid:
    """The payment of one claim, with the version of the claim that was seen."""

    claim_id: str
    payment: Payment
    version: int


@dataclass(frozen=True, slots=True)
class StepClaim:
    """Each step asks again whether the certificates still count, and is saved with the version that was seen."""

    claims: Claims
    classes: Classes
    certificates: Certificates
    weigh: Weigh
    ledger: Ledger
    clock: Clock

    def review(self, claim_id: str, *, by: Actor, version: int) -> Claim:
        """Agree for the federation; raises NotFound, Conflict, Stale, Refused("same_person" | "certificates_gone")."""
        claim = self._reach("subsidy.review", claim_id, by, version)
        claim.review(self._act(Action.REVIEW, by, REVIEWER))
        return self._saved(claim, by)

    def agree(self, claim_id: str, *, by: Actor, version: int) -> Claim:
        """Agree for HR and set the last day of payment; raises as `review` does."""
        claim = self._reach("subsidy.agree", claim_id, by, version)
        rule = self.weigh.rule(self.classes.get(SYSTEM, claim.class_id))
        pay_by = workdays.add(self.clock.today(), rule.pay_workdays)
        claim.agree(self._act(Action.AGREE, by, OFFICER), pay_by=pay_by)
        return self._saved(claim, by)

    def pay(self, claim_id: str, payment: Payment, *, by: Actor, version: int) -> Claim:
        """Note the payment; raises as `review` does, and Refused("day_to_come")."""
        claim = self._reach("subsidy.pay", claim_id, by, version)
        claim.pay(self._act(Action.PAY, by, LEADER), payment)
        return self._saved(claim, by)

    def pay_each(self, paid: Sequence[Paid], *, by: Actor) -> Claim:
        """Note several payments or none, and return the last claim; raises as `pay` does."""
        return [self.pay(one.claim_id, one.payment, by=by, version=one.version) for one in paid][-1]

    def hand_back(self, claim_id: str, reason: str, *, by: Actor, version: int) -> Claim:
        """Give it back to the coordinator, by whoever has it before her; its women count no longer.

        Raises NotFound, Conflict, Stale, Refused("reason_missing" | "same_person").
        """
        seen = self.claims.get(scope(RULES, by, "subsidy.hand_back"), claim_id)
        action, role = DESKS.get(seen.state, DESKS[State.REVIEWED])
        claim = self._reach(action, claim_id, by, version)
        claim.hand_back(Act(Action.HAND_BACK, by.id, role, self.clock.now(), reason.strip()))
        self.weigh.counted.release(claim.class_id)
        return self._saved(claim, by, checked=False)

    def _reach(self, action: str, claim_id: str, by: Actor, version: int) -> Claim:
        claim = self.claims.get(scope(RULES, by, action), claim_id)
        if version != claim.version:
            raise Stale("changed_meanwhile")
        return claim

    def _act(self, action: Action, by: Actor, role: str) -> Act:
        return Act(action, by.id, role, self.clock.now())

    def _saved(self, claim: Claim, by: Actor, *, checked: bool = True) -> Claim:
        if checked:
            self._still_valid(claim)
        self.claims.save(claim)
        act = claim.acts[-1]
        deed = Deed(f"subsidy.{act.action}", "claim", claim.id, reason=act.reason, facts={"fen": claim.fen})
        self.ledger.note(by, deed)
        return claim

    def _still_valid(self, claim: Claim) -> None:
        """Raise Refused when a certificate that is counted was revoked meanwhile."""
        papers = self.certificates.of_class(claim.class_id)
        valid = {paper.number for paper in papers if paper.state is PaperState.VALID}
        gone = [head.number for head in claim.counted if head.number not in valid]
        if gone:
            raise Refused("certificates_gone", count=len(gone), numbers="、".join(gone))
