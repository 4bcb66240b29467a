"""A reviewer checks a class: draws whom to call, notes what they said, and what a visit found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.training.domain.access import RULES
from services.training.domain.enrolment import TAUGHT, Enrolment
from services.training.domain.spot_check import Answer, Call, CheckRule, SpotCheck, Visit, draw
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import Classes, Clock, Deed, Enrolments, Ledger
from shared.access import Actor, scope
from shared.errors import Conflict, NotFound
from shared.policy import NATION

CHECKED = frozenset({State.RUNNING, State.EXAM, State.CLOSED})


class SpotChecks(Protocol):
    """Checks by class."""

    def get(self, class_id: str) -> SpotCheck | None:
        """Return those of a class, None before they are drawn."""

    def of_classes(self, class_ids: Collection[str]) -> list[SpotCheck]:
        """Return those of classes, as far as they are drawn."""

    def add(self, one: SpotCheck) -> None:
        """Store new ones."""

    def save(self, one: SpotCheck) -> None:
        """Store changed ones; raises Stale."""


@dataclass(frozen=True, slots=True)
class SpotCheckUseCases:
    """Every verb is the reviewer's; those who run the class read what was found."""

    checks: SpotChecks
    classes: Classes
    enrolments: Enrolments
    catalogue: Catalogue
    ledger: Ledger
    clock: Clock

    def find(self, class_id: str, *, by: Actor) -> tuple[TrainingClass, list[Enrolment], SpotCheck | None]:
        """Return a class inside the asker's units, its women and its checks; raises NotFound."""
        one = self.classes.get(scope(RULES, by, "spot_check.read"), class_id)
        return one, self.enrolments.of_classes([class_id], TAUGHT), self.checks.get(class_id)

    def rule(self, one: TrainingClass) -> CheckRule:
        """Return the rule in force on the class's first day."""
        return CheckRule(**self.catalogue.policy.on(one.plan.starts_on, NATION, "training.spot_check").values)

    def draw(self, class_id: str, *, by: Actor) -> SpotCheck:
        """Draw once; the seed is the class's number and the day, both on the page. Raises NotFound, Conflict."""
        one = self.classes.get(scope(RULES, by, "spot_check.draw"), class_id)
        if one.state not in CHECKED:
            raise Conflict("class_not_running", state=one.state.value)
        if self.checks.get(class_id) is not None:
            raise Conflict("drawn_already")
        today = self.clock.today()
        places = [place.id for place in self.enrolments.of_classes([class_id], TAUGHT)]
        seed = f"{one.plan.number}|{today.isoformat()}"
        check = SpotCheck(class_id, one.plan.path, seed, today, draw(seed, places, self.rule(one)))
        self.checks.add(check)
        self.ledger.note(by, Deed("spot_check.draw", "class", class_id, facts={"seed": seed}))
        return check

    def call(self, class_id: str, enrolment_id: str, answer: Answer, *, by: Actor) -> SpotCheck:
        """Note what a woman said; raises NotFound, Conflict("called_already")."""
        check = self._reach("spot_check.call", class_id, by)
        check.called(enrolment_id, Call(answer, by.id, self.clock.today()))
        self.checks.save(check)
        whom = (self.enrolments.get(enrolment_id).person_id,)
        self.ledger.note(by, Deed("spot_check.call", "class", class_id, whom, facts={"answer": answer.value}))
        return check

    def visit(self, class_id: str, on: date, there: int, note: str, *, by: Actor) -> SpotCheck:
        """Note a visit; raises NotFound, Refused("day_to_come" | "more_than_expected")."""
        check = self._reach("spot_check.visit", class_id, by)
        expected = len(self.enrolments.of_classes([class_id], TAUGHT))
        check.visited(Visit(on, there, expected, note, by.id), self.clock.today())
        self.checks.save(check)
        self.ledger.note(by, Deed("spot_check.visit", "class", class_id, facts={"there": there}))
        return check

    def _reach(self, action: str, class_id: str, by: Actor) -> SpotCheck:
        self.classes.get(scope(RULES, by, action), class_id)
        check = self.checks.get(class_id)
        if check is None:
            raise NotFound("not_drawn_yet")
        return check
