"""A freed seat is offered to whoever is first by the rule, and goes on to the next when she does not answer in time."""

from dataclasses import dataclass

from services.training.domain.enrolment import Enrolment, State
from services.training.domain.training_class import State as ClassState
from services.training.domain.training_class import TrainingClass
from services.training.domain.waiting import answer_by, in_order, next_party
from services.training.usecases.class_rules import ClassRules
from services.training.usecases.ports import Classes, Clock, Deed, Due, Enrolments, Ledger
from shared.access import SYSTEM, Actor, Kind
from shared.workdays import is_workday

LAPSE = "enrolment.lapse"
NO_ANSWER = "no_answer"
TOO_MANY = "more_come_together_than_seats_are_free"
TRAINING = Actor("svc:training", Kind.SERVICE)


@dataclass(frozen=True, slots=True)
class Offers:
    """Runs inside the transaction that freed the seat, with the class held. Saves the class itself."""

    classes: Classes
    enrolments: Enrolments
    rules: ClassRules
    due: Due
    ledger: Ledger
    clock: Clock

    def pass_on(self, held: TrainingClass, *, by: Actor) -> None:
        """Offer every free seat while women enrol, and save the class; once it runs its coordinator decides.

        Neighbours who come only together are passed over while too few seats are free; that is noted with its reason.
        """
        waiting = self._waiting(held) if held.free and held.seats.waiting else []
        while party := next_party(waiting, held.free):
            ahead = in_order(waiting).index(party[0])
            for one in party:
                self._offer(held, one)
                waiting.remove(one)
            if ahead:
                whom = tuple(one.person_id for one in party)
                deed = Deed("enrolment.offer", "enrolment", party[0].id, whom, TOO_MANY, {"passed_over": ahead})
                self.ledger.note(by, deed)
        self.classes.save(held)

    def lapse(self, enrolment_id: str, job: object) -> None:
        """Take an offer back that nobody answered, and make it to the next; an answered one stays as it is."""
        one = self.enrolments.get(enrolment_id)
        if one.lapsed(self.clock.now()):
            held = self.classes.hold(SYSTEM, one.class_id)
            one.drop(held, reason=NO_ANSWER, today=self.clock.today())
            self.enrolments.save(one)
            self.pass_on(held, by=TRAINING)
        self.due.done(job)

    def _waiting(self, held: TrainingClass) -> list[Enrolment]:
        if held.state is not ClassState.ENROLLING:
            return []
        return self.enrolments.of_class(held.id, State.WAITLISTED)

    def _offer(self, held: TrainingClass, one: Enrolment) -> None:
        until = answer_by(self.clock.now(), self.rules.waiting(held.plan), is_workday)
        one.offered_in(held, answer_by=until, today=self.clock.today())
        self.enrolments.save(one)
        self.due.add(LAPSE, one.id, until)
