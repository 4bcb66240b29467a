"""A coordinator claims the subsidy of a class that is over; who counts is judged then, over all counties."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from services.training.domain.access import RULES
from services.training.domain.certificate import State as PaperState
from services.training.domain.enrolment import TAUGHT, Enrolment
from services.training.domain.subsidy import (
    Act,
    Action,
    Basis,
    Candidate,
    Claim,
    Head,
    Subsidised,
    basis_of,
    judged,
)
from services.training.domain.subsidy_table import SubsidyRule
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.followup import FollowUps
from services.training.usecases.ports import Certificates, Classes, Clock, Deed, Enrolments, Guards, Ledger
from services.training.usecases.subsidy.ports import Claims, Counted
from shared.access import SYSTEM, Actor, scope
from shared.errors import Conflict, Refused, Unavailable
from shared.ids import new_id
from shared.replica import Replica, Unit

HR = "hr"


def _known(county: Unit | None) -> Unit:
    if county is None or county.division is None:
        raise Unavailable("county_not_known_yet")
    return county


@dataclass(frozen=True, slots=True)
class Weigh:
    """Counts a class by the table in force on its first day, without writing anything."""

    enrolments: Enrolments
    certificates: Certificates
    followups: FollowUps
    counted: Counted
    catalogue: Catalogue
    replica: Replica

    def __call__(self, one: TrainingClass) -> tuple[Basis, tuple[Head, ...]]:
        """Return what the class is counted by, and every woman with what she counts for or why not."""
        division = self.county(one).division or ""
        plan, rule = one.plan, self.rule(one)
        basis = basis_of(rule, self.catalogue.course(plan.course, plan.starts_on, division), plan.ends_on)
        terms = self.catalogue.terms(plan.starts_on, division)
        return basis, judged(self._candidates(one, rule), rule, terms, basis)

    def employed(self, numbers: Collection[str], rule: SubsidyRule, ended_on: date) -> set[str]:
        """Return the certificate numbers of women known to have found work in time; none where nothing is added."""
        work = rule.work
        if work is None or not numbers:
            return set()
        asked = self.followups.numbered(SYSTEM, numbers)
        return {it.number for it in asked if work.found(it.answers.values(), ended_on)}

    def rule(self, one: TrainingClass) -> SubsidyRule:
        """Return the table in force on the class's first day."""
        return self.rules([one])[0]

    def rules(self, classes: Sequence[TrainingClass]) -> list[SubsidyRule]:
        """Return the same for several classes, in their order; raises Unavailable before the tree has told of one."""
        counties = self.replica.counties_of([one.plan.path for one in classes])
        return [
            self.catalogue.subsidy(one.plan.starts_on, _known(county).division or "")
            for one, county in zip(classes, counties, strict=True)
        ]

    def county(self, one: TrainingClass) -> Unit:
        """Return the county of a class; raises Unavailable before the tree has told of it."""
        return _known(self.replica.county_of(one.plan.path))

    def _candidates(self, one: TrainingClass, rule: SubsidyRule) -> list[Candidate]:
        women = self.enrolments.of_classes([one.id], TAUGHT)
        valid = [paper for paper in self.certificates.of_class(one.id) if paper.state is PaperState.VALID]
        numbers = {paper.source.enrolment_id: paper.number for paper in valid}
        before: dict[str, list[Subsidised]] = {}
        for it in self.counted.of_persons([place.person_id for place in women]):
            if it.class_id != one.id:
                before.setdefault(it.person_id, []).append(it)
        working = self.employed(set(numbers.values()), rule, one.plan.ends_on)

        def candidate(place: Enrolment) -> Candidate:
            number, had = numbers.get(place.id, ""), tuple(before.get(place.person_id, ()))
            return Candidate(place.id, place.person_id, number, had, number in working)

        return [candidate(place) for place in women]


@dataclass(frozen=True, slots=True)
class ClaimSubsidy:
    """Touches a guard per woman before it looks: two counties that claim for her at once do not both commit."""

    classes: Classes
    claims: Claims
    weigh: Weigh
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, class_id: str, *, by: Actor) -> Claim:
        """Return the claim, new or handed in again.

        Raises NotFound, Conflict("class_not_closed" | "claimed_already"), Refused("nobody_counts" | "no_hr_office").
        """
        one = self.classes.get(scope(RULES, by, "subsidy.claim"), class_id)
        if one.state is not State.CLOSED:
            raise Conflict("class_not_closed", state=one.state.value)
        self._guard(one)
        basis, heads = self.weigh(one)
        if all(head.why for head in heads):
            raise Refused("nobody_counts")
        claim = self._kept(one, basis, heads, by)
        path = one.plan.path
        counted = [Subsidised(it.person_id, one.id, basis.trade, basis.rank, basis.on, path) for it in claim.counted]
        self.weigh.counted.put(counted)
        facts = {"fen": claim.fen, "women": len(counted), "policy": basis.policy_id}
        whom = tuple(it.person_id for it in counted)
        self.ledger.note(by, Deed("subsidy.claim", "claim", claim.id, whom, facts=facts))
        return claim

    def _guard(self, one: TrainingClass) -> None:
        women = self.weigh.enrolments.of_classes([one.id], TAUGHT)
        for name in sorted({f"subsidised:{place.person_id}" for place in women}):
            self.guards.touch(name)

    def _kept(self, one: TrainingClass, basis: Basis, heads: tuple[Head, ...], by: Actor) -> Claim:
        act = Act(Action.CLAIM, by.id, "coordinator", self.clock.now())
        there = self.claims.of_classes([one.id])
        if there:
            try:
                there[0].claim_again(basis, heads, act)
            except Conflict as problem:
                raise Conflict("claimed_already", state=there[0].state.value) from problem
            self.claims.save(there[0])
            return there[0]
        office = self.weigh.replica.units.office(self.weigh.county(one).id, HR)
        if office is None:
            raise Refused("no_hr_office")
        claim = Claim(new_id(), one.id, one.plan.path, office.id, basis, heads, acts=[act])
        self.claims.add(claim)
        return claim
