"""A freed seat goes to whoever waits first."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.enrolment import Enrolment, State
from services.training.usecases.ports import Classes, Clock, Deed, Enrolments, Ledger
from shared.access import Actor, scope
from shared.errors import Conflict


@dataclass(frozen=True, slots=True)
class Admit:
    """Only the first of the list moves up; offers that expire come with messages."""

    classes: Classes
    enrolments: Enrolments
    ledger: Ledger
    clock: Clock

    def __call__(self, class_id: str, *, by: Actor) -> Enrolment:
        """Return who has the seat now; raises Conflict("nobody_waits" | "class_full")."""
        held = self.classes.hold(scope(RULES, by, "enrolment.admit"), class_id)
        waiting = self.enrolments.of_class(class_id, State.WAITLISTED)
        if not waiting:
            raise Conflict("nobody_waits")
        first = waiting[0]
        first.promoted_in(held, today=self.clock.today())
        self.classes.save(held)
        self.enrolments.save(first)
        self.ledger.note(by, Deed("enrolment.admit", "enrolment", first.id, (first.person_id,)))
        return first
