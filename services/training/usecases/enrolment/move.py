"""She moves to another class: its seats and her other times are asked before her old place is gone for good."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.attendance import LEAST_REASON
from services.training.domain.enrolment import OTHER_CLASS, Enrolment
from services.training.usecases.enrolment.enrol import Coming, Enrol
from services.training.usecases.enrolment.offer import Offers
from services.training.usecases.ports import Classes, Clock, Deed, Enrolments, Ledger
from shared.access import SYSTEM, Actor, can, scope
from shared.errors import Conflict, NotFound, Refused


@dataclass(frozen=True, slots=True)
class Move:
    """Both happen in one transaction, so that a refusal leaves her where she was; her old seat goes down the list."""

    classes: Classes
    enrolments: Enrolments
    enrol: Enrol
    offers: Offers
    ledger: Ledger
    clock: Clock

    def __call__(self, enrolment_id: str, to_class: str, *, reason: str, by: Actor) -> Enrolment:
        """Return her new place.

        Raises NotFound, Refused("reason_missing"), Conflict("class_full" | "already_in_class" | "in_another_class" |
        "class_not_open").
        """
        found = self.enrolments.get(enrolment_id)
        if not can(RULES, by, "enrolment.move", path=found.path):
            raise NotFound("enrolment_not_found")
        if len(reason.strip()) < LEAST_REASON:
            raise Refused("reason_missing", least=LEAST_REASON)
        if found.class_id == to_class:
            raise Conflict("already_in_class")
        self._leave(enrolment_id, found.class_id, by)
        coming = Coming(found.person_id, found.origin.channel, scope(RULES, by, "enrolment.move"))
        into, one = self.enrol.let_in(to_class, coming, by=by)
        if into.full or into.seats.waiting:
            raise Conflict("class_full", capacity=into.plan.capacity)
        one.seated_in(into, today=self.clock.today())
        self.enrolments.add(one)
        self.classes.save(into)
        facts = {"from": found.class_id, "to": to_class}
        self.ledger.note(by, Deed("enrolment.move", "enrolment", one.id, (one.person_id,), reason.strip(), facts))
        return one

    def _leave(self, enrolment_id: str, class_id: str, by: Actor) -> None:
        held = self.classes.hold(SYSTEM, class_id)
        one = self.enrolments.get(enrolment_id)
        one.drop(held, reason=OTHER_CLASS, today=self.clock.today())
        self.enrolments.save(one)
        self.offers.pass_on(held, by=by)
