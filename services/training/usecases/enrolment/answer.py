"""She says yes to the seat that is offered to her; no is the same as giving a place back."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.enrolment import Enrolment, State
from services.training.usecases.ports import Classes, Clock, Enrolments
from shared.access import SYSTEM, Actor, can
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Answer:
    """Of neighbours who come only together one yes is everybody's: none of them sits there alone."""

    classes: Classes
    enrolments: Enrolments
    clock: Clock

    def __call__(self, enrolment_id: str, *, by: Actor) -> Enrolment:
        """Return her place; raises NotFound for another woman's, Conflict("offer_over") when it has lapsed."""
        found = self.enrolments.get(enrolment_id)
        if not can(RULES, by, "enrolment.answer", path=found.path, person_id=found.person_id):
            raise NotFound("enrolment_not_found")
        held = self.classes.hold(SYSTEM, found.class_id)
        hers = self.enrolments.get(enrolment_id)
        for one in (hers, *self._others(hers)):
            one.accepted_in(held, now=self.clock.now(), today=self.clock.today())
            self.enrolments.save(one)
        self.classes.save(held)
        return hers

    def _others(self, hers: Enrolment) -> list[Enrolment]:
        if not hers.turn.party:
            return []
        offered = self.enrolments.of_class(hers.class_id, State.OFFERED)
        return [one for one in offered if one.turn.party == hers.turn.party and one.id != hers.id]
