"""A coordinator gives a seat to whoever waits: to the first, or with a reason to another."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.attendance import LEAST_REASON
from services.training.domain.enrolment import Enrolment, State
from services.training.usecases.ports import Classes, Clock, Deed, Enrolments, Ledger
from shared.access import Actor, scope
from shared.errors import Conflict, NotFound, Refused


@dataclass(frozen=True, slots=True)
class Admit:
    """Who is offered a seat already comes before who waits; each jump keeps its reason and whom it passed over."""

    classes: Classes
    enrolments: Enrolments
    ledger: Ledger
    clock: Clock

    def __call__(self, class_id: str, enrolment_id: str | None = None, *, by: Actor, reason: str = "") -> Enrolment:
        """Return who has the seat now.

        Raises NotFound outside the asker's units, Conflict("nobody_waits" | "class_full"), Refused("reason_missing")
        when others come first.
        """
        held = self.classes.hold(scope(RULES, by, "enrolment.admit"), class_id)
        offered = self.enrolments.of_class(class_id, State.OFFERED)
        line = [*offered, *self.enrolments.of_class(class_id, State.WAITLISTED)]
        if not line:
            raise Conflict("nobody_waits")
        one = next((place for place in line if enrolment_id in (None, place.id)), None)
        if one is None:
            raise NotFound("enrolment_not_found")
        ahead = 0 if one in offered else line.index(one) - len(offered)
        if ahead and len(reason.strip()) < LEAST_REASON:
            raise Refused("reason_missing", least=LEAST_REASON)
        one.promoted_in(held, today=self.clock.today())
        self.classes.save(held)
        self.enrolments.save(one)
        facts = {"passed_over": ahead}
        self.ledger.note(by, Deed("enrolment.admit", "enrolment", one.id, (one.person_id,), reason.strip(), facts))
        return one
