"""Who must be trained in rotation by when, who is overdue, by unit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.training.domain.access import RULES
from services.training.domain.enrolment import State as SeatState
from services.training.domain.official import Official, Rotation, RotationRule, Standing, rotation
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import Classes, Clock, Enrolments
from shared.access import Actor, Scope, scope
from shared.policy import NATION

PASSED = frozenset({SeatState.PASSED, SeatState.CERTIFIED})
FIRST = (Standing.OVERDUE, Standing.SOON, Standing.LATER, Standing.TRAINED)


class Officials(Protocol):
    """Elections of executive members and part-time chairs."""

    def inside(self, scope: Scope) -> list[Official]:
        """Return those inside the scope, the longest elected first."""

    def count(self, path: Sequence[str]) -> list[tuple[str, str, int]]:
        """Return how many a county has, by township (a unit id) and duty."""

    def put(self, one: Official) -> None:
        """Store one, new or the same again."""


@dataclass(frozen=True, slots=True)
class RotationUseCases:
    """One question: the list, what presses first; its counts by unit are drawn from it."""

    officials: Officials
    classes: Classes
    enrolments: Enrolments
    catalogue: Catalogue
    clock: Clock

    def listed(self, *, by: Actor) -> list[Rotation]:
        """Return every official inside the asker's units: overdue first, then by the day she must be trained by."""
        elected = self.officials.inside(scope(RULES, by, "rotation.read"))
        today = self.clock.today()
        rule, trained = self.rule(today), self._trained({one.person_id for one in elected}, today)
        found = [rotation(one, trained.get(one.person_id, []), rule, today) for one in elected]
        return sorted(found, key=lambda it: (FIRST.index(it.standing), it.due_on, it.official.id))

    def rule(self, today: date) -> RotationRule:
        """Return the rule in force."""
        return RotationRule.of(self.catalogue.policy.on(today, NATION, "training.rotation"))

    def _trained(self, person_ids: Collection[str], today: date) -> dict[str, list[date]]:
        """Return the last days of the rotation classes each of them passed, wherever they were held."""
        trade = self.rule(today).trade
        courses = [one.code for one in self.catalogue.courses(today) if one.trade == trade]
        ends = {one.id: one.plan.ends_on for one in self.classes.of_courses(courses)}
        found: dict[str, list[date]] = {}
        for place in self.enrolments.of_classes(list(ends), PASSED):
            if place.person_id in person_ids:
                found.setdefault(place.person_id, []).append(ends[place.class_id])
        return found
