"""A woman comes into a class: a seat while there is one, else the next rank of its waiting list."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.training.domain.enrolment import LIVE, TAUGHT, Enrolment, Origin
from services.training.domain.rules import Before, band_warnings, lifetime_warnings
from services.training.domain.session import overlap
from services.training.domain.training_class import State as ClassState
from services.training.domain.training_class import TrainingClass
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import Classes, Clock, Enrolments, Guards, Sessions
from shared.access import Actor, Kind, Scope
from shared.errors import Conflict, NotFound
from shared.ids import new_id
from shared.policy import NATION
from shared.replica import Card, Replica


@dataclass(frozen=True, slots=True)
class Coming:
    """Who comes, and how: `channel` self, officer, roster; `scope` is where the asker may put women into classes."""

    person_id: str
    channel: str
    scope: Scope
    warnings: tuple[str, ...] = ()
    remark: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Enrol:
    """The class is written first and its seats counted in it, so that no race takes one seat twice."""

    classes: Classes
    sessions: Sessions
    enrolments: Enrolments
    replica: Replica
    catalogue: Catalogue
    guards: Guards
    clock: Clock

    def __call__(self, class_id: str, coming: Coming, *, by: Actor) -> Enrolment:
        """Return her place, or her rank in the waiting list.

        Raises NotFound("class_not_found" | "person_not_found"), Conflict("class_not_open" | "already_in_class" |
        "in_another_class") with the other class's number.
        """
        if by.kind is Kind.WOMAN and by.id != coming.person_id:
            raise NotFound("person_not_found")
        held = self.classes.hold(coming.scope, class_id)
        if coming.channel == "self" and held.state is not ClassState.ENROLLING:
            raise Conflict("class_not_open", state=held.state.value)
        card = self.replica.cards.get(coming.person_id)
        if card is None:
            raise NotFound("person_not_found")
        self.guards.touch(f"person:{coming.person_id}")
        hers = self.enrolments.of_person(coming.person_id)
        if any(one.live and one.class_id == class_id for one in hers):
            raise Conflict("already_in_class")
        self._nowhere_else(hers, held)
        warnings = tuple(dict.fromkeys((*coming.warnings, *self._warnings(card, hers, held))))
        origin = Origin(coming.channel, by.id, self.clock.now(), warnings)
        one = Enrolment(new_id(), coming.person_id, class_id, held.plan.path, origin)
        one.seated_in(held, today=self.clock.today())
        self.classes.save(held)
        self.enrolments.add(one, coming.remark)
        return one

    def _nowhere_else(self, hers: Sequence[Enrolment], held: TrainingClass) -> None:
        others = [one.class_id for one in hers if one.state in LIVE and one.class_id != held.id]
        if not others:
            return
        ours = self.sessions.of_classes([held.id])
        for other in self.sessions.of_classes(others):
            if any(overlap(other.slot, mine.slot) for mine in ours):
                number = next((one.plan.number for one in self.classes.some([other.class_id])), "")
                raise Conflict("in_another_class", number=number, day=other.slot.on)

    def _warnings(self, card: Card, hers: Sequence[Enrolment], held: TrainingClass) -> list[str]:
        had = {one.class_id for one in hers if one.state in TAUGHT}
        return [*band_warnings(card.bands), *(self._lifetime(had, held) if had else ())]

    def _lifetime(self, had: set[str], held: TrainingClass) -> list[str]:
        county = self.replica.county_of(held.plan.path)
        division = (county.division if county else None) or NATION
        terms = self.catalogue.terms(self.clock.today(), division)
        before = [Before(one.id, one.plan.starts_on) for one in self.classes.some(had)]
        return lifetime_warnings(before, terms, held.id)
