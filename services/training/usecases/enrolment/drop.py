"""She gives her place back, or a coordinator takes her out with a reason."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.enrolment import REASONS, Enrolment
from services.training.usecases.enrolment.offer import Offers
from services.training.usecases.ports import Classes, Clock, Deed, Enrolments, Ledger
from shared.access import SYSTEM, Actor, Kind, can
from shared.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class Drop:
    """The freed seat is offered to the next at once."""

    classes: Classes
    enrolments: Enrolments
    offers: Offers
    ledger: Ledger
    clock: Clock

    def __call__(self, enrolment_id: str, *, reason: str, by: Actor) -> Enrolment:
        """Return what was hers; raises NotFound outside the asker's reach, Refused("not_listed") for a reason."""
        found = self.enrolments.get(enrolment_id)
        if not can(RULES, by, "enrolment.drop", path=found.path, person_id=found.person_id):
            raise NotFound("enrolment_not_found")
        if reason not in REASONS:
            raise Refused("not_listed")
        held = self.classes.hold(SYSTEM, found.class_id)
        one = self.enrolments.get(enrolment_id)
        one.drop(held, reason="by_herself" if by.kind is Kind.WOMAN else reason, today=self.clock.today())
        self.enrolments.save(one)
        self.offers.pass_on(held, by=by)
        if by.kind is Kind.STAFF:
            self.ledger.note(by, Deed("enrolment.drop", "enrolment", one.id, (one.person_id,), reason=reason))
        return one
