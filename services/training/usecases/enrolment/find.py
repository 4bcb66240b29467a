"""Questions about places that change nothing."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.enrolment import Enrolment, State
from services.training.domain.training_class import TrainingClass
from services.training.domain.waiting import WaitingRule
from services.training.usecases.class_rules import ClassRules
from services.training.usecases.ports import Classes, Clock, Enrolments
from shared.access import Actor, Kind, can, scope
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class FindEnrolment:
    """Who is where, as far as the asker may see it."""

    classes: Classes
    enrolments: Enrolments
    rules: ClassRules
    clock: Clock

    def one(self, enrolment_id: str, *, by: Actor) -> Enrolment:
        """Return one; raises NotFound outside the asker's reach."""
        found = self.enrolments.get(enrolment_id)
        if not can(RULES, by, "enrolment.read", path=found.path, person_id=found.person_id):
            raise NotFound("enrolment_not_found")
        return found

    def hers(self, person_id: str, *, by: Actor) -> list[Enrolment]:
        """Return one woman's, newest first; a service asks for an end user or for itself."""
        user = by.on_behalf_of or by
        found = self.enrolments.of_person(person_id)
        if user.kind is Kind.SERVICE:
            return found
        return [one for one in found if can(RULES, user, "enrolment.read", path=one.path, person_id=one.person_id)]

    def of_class(self, class_id: str, state: State, *, by: Actor) -> list[Enrolment]:
        """Return those of a class in a state; raises NotFound outside the asker's units."""
        self.classes.get(scope(RULES, by, "enrolment.read"), class_id)
        return self.enrolments.of_class(class_id, state)

    def rank(self, one: Enrolment) -> int | None:
        """Return her place in the waiting list counted from 1, the same that the coordinator sees."""
        if one.state is not State.WAITLISTED:
            return None
        waiting = self.enrolments.of_class(one.class_id, State.WAITLISTED)
        return next((at for at, other in enumerate(waiting, 1) if other.id == one.id), None)

    def rule(self, of: TrainingClass) -> WaitingRule:
        """Return the rule by which a class's waiting list is ordered."""
        return self.rules.waiting(of.plan)

    def live_of(self, person_id: str, *, by: Actor) -> list[Enrolment]:
        """Return where a woman of an officer's own units has a place or waits; raises NotFound for any other."""
        card = self.rules.replica.cards.get(person_id)
        if card is None or not scope(RULES, by, "enrolment.apply_for").holds(card.path):
            raise NotFound("person_not_found")
        return [one for one in self.enrolments.of_person(person_id) if one.live]

    def missing(self, one: Enrolment) -> int:
        """Return how many neighbours have still to join before her party is placed."""
        if one.state is not State.APPLIED:
            return 0
        gathered = self.enrolments.of_class(one.class_id, State.APPLIED)
        return one.turn.size - sum(other.turn.party == one.turn.party for other in gathered)
