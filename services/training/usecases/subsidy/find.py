"""Questions about claims that change nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from services.training.domain.access import RULES
from services.training.domain.certificate import Certificate
from services.training.domain.subsidy import Claim, Head, State
from services.training.domain.subsidy_table import SubsidyRule
from services.training.domain.training_class import State as ClassState
from services.training.domain.training_class import TrainingClass
from services.training.usecases.ports import Classes, Clock, Page
from services.training.usecases.subsidy.claim import Weigh
from services.training.usecases.subsidy.ports import Claims
from shared import workdays
from shared.access import Actor, Scope, scope

MOST = 200


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A class that is over and not claimed for, or whose claim came back; its papers are due on a day."""

    klass: TrainingClass
    due_on: date
    late: bool


@dataclass(frozen=True, slots=True)
class FindClaim:
    """What an asker may see of claims."""

    claims: Claims
    classes: Classes
    weigh: Weigh
    clock: Clock

    def one(self, claim_id: str, *, by: Actor) -> Claim:
        """Return one inside the asker's units or at his HR office; raises NotFound."""
        return self.claims.get(scope(RULES, by, "subsidy.read"), claim_id)

    def of_class(self, class_id: str, *, by: Actor) -> Claim | None:
        """Return the claim of a class inside the asker's units, None when there is none; raises NotFound."""
        self.classes.get(scope(RULES, by, "subsidy.claim"), class_id)
        found = self.claims.of_classes([class_id])
        return found[0] if found else None

    def brought(self, numbers: Collection[str], *, by: Actor) -> list[tuple[Claim, dict[str, Certificate]]]:
        """Return the claims whose payment the asker notes that name these certificates, each with those it names."""
        claims = self.claims.with_numbers(scope(RULES, by, "subsidy.pay"), {one for one in numbers if one})
        papers = self.weigh.certificates.of_class
        return [(claim, {paper.number: paper for paper in papers(claim.class_id)}) for claim in claims]

    def listed(self, states: Collection[State], *, by: Actor) -> list[Claim]:
        """Return the newest in any of the states."""
        return self.claims.listed(scope(RULES, by, "subsidy.read"), states, MOST)

    def class_of(self, claim: Claim) -> TrainingClass:
        """Return the class of a claim that was reached: HR sees it through the claim only."""
        return self.classes.some([claim.class_id])[0]

    def rule(self, one: TrainingClass) -> SubsidyRule:
        """Return the table a class is counted by."""
        return self.weigh.rule(one)

    def working_since(self, claim: Claim, one: TrainingClass) -> int:
        """Return of how many women on a claim it became known only later that they found work in time."""
        known = self.weigh.employed({it.number for it in claim.counted}, self.rule(one), one.plan.ends_on)
        return sum(it.number in known and not it.job_fen for it in claim.counted)

    def to_claim(self, *, by: Actor) -> list[Unclaimed]:
        """Return the closed classes of this coordinator without a claim, what is due first at the top."""
        return self.unclaimed(scope(RULES, by, "subsidy.claim"))

    def unclaimed(self, inside: Scope) -> list[Unclaimed]:
        """Return those inside a scope, whoever asks."""
        closed = self.classes.listed(inside, [ClassState.CLOSED], Page(limit=MOST))
        done = {claim.class_id for claim in self.claims.of_classes([one.id for one in closed])}
        return self.papers_due([one for one in closed if one.id not in done])

    def papers_due(self, classes: Sequence[TrainingClass]) -> list[Unclaimed]:
        """Return those of classes that are paid for, with the day by which their papers are due, the first on top."""
        rules = zip(classes, self.weigh.rules(classes) if classes else (), strict=True)
        found = (self._due(one, rule) for one, rule in rules if one.plan.course not in rule.unpaid)
        return sorted(found, key=lambda it: it.due_on)

    def preview(self, class_id: str, *, by: Actor) -> tuple[TrainingClass, tuple[Head, ...], str]:
        """Return a class with what a claim for it would count now, and the document of the table."""
        one = self.classes.get(scope(RULES, by, "subsidy.claim"), class_id)
        basis, heads = self.weigh(one)
        return one, heads, basis.document

    def _due(self, one: TrainingClass, rule: SubsidyRule) -> Unclaimed:
        due = workdays.add(one.plan.ends_on, rule.papers_workdays)
        return Unclaimed(one, due, due < self.clock.today())
