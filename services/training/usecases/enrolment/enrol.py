"""A woman comes into a class: a seat while there is one, else a turn in its waiting list."""

from dataclasses import dataclass, field

from services.training.domain.access import RULES
from services.training.domain.enrolment import Enrolment, Origin, State, Turn
from services.training.domain.training_class import State as ClassState
from services.training.domain.training_class import TrainingClass
from services.training.usecases.enrolment.admission import Admission
from services.training.usecases.enrolment.offer import Offers
from services.training.usecases.ports import Classes, Clock, Enrolments, Guards
from shared.access import Actor, Kind, Scope, scope
from shared.errors import Conflict, NotFound
from shared.ids import new_id
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
    enrolments: Enrolments
    admission: Admission
    offers: Offers
    replica: Replica
    guards: Guards
    clock: Clock

    def __call__(self, class_id: str, coming: Coming, *, by: Actor) -> Enrolment:
        """Return her place, or her turn in the waiting list.

        Raises what `let_in` raises.
        """
        held, one = self.let_in(class_id, coming, by=by)
        one.seated_in(held, today=self.clock.today())
        self.enrolments.add(one, coming.remark)
        if one.state is State.WAITLISTED:
            self.offers.pass_on(held, by=by)
        else:
            self.classes.save(held)
        return one

    def let_in(self, class_id: str, coming: Coming, *, by: Actor) -> tuple[TrainingClass, Enrolment]:
        """Return the class, held, and a place she may have in it, neither stored yet.

        Raises NotFound("class_not_found" | "person_not_found"), Conflict("class_not_open" | "already_in_class" |
        "in_another_class") with the other class's number; Refused with the rule when she asks, or an officer for her.
        """
        if by.kind is Kind.WOMAN and by.id != coming.person_id:
            raise NotFound("person_not_found")
        held = self.classes.hold(coming.scope, class_id)
        asks = by.kind is Kind.WOMAN or coming.channel == "officer"
        if asks and held.state is not ClassState.ENROLLING:
            raise Conflict("class_not_open", state=held.state.value)
        card = self.replica.cards.get(coming.person_id)
        if card is None or not _reaches(by, coming, card):
            raise NotFound("person_not_found")
        self.guards.touch(f"person:{coming.person_id}")
        hers = self.enrolments.of_person(coming.person_id)
        if any(one.live and one.class_id == class_id for one in hers):
            raise Conflict("already_in_class")
        self.admission.nowhere_else(hers, held)
        seen = self.admission.look(card, hers, held)
        warnings = tuple(dict.fromkeys((*coming.warnings, *seen.warnings)))
        if asks:
            self.admission.refuse(warnings, held)
        origin = Origin(coming.channel, by.id, self.clock.now(), warnings)
        turn = Turn(seen.standing)
        return held, Enrolment(new_id(), coming.person_id, class_id, held.plan.path, origin, turn=turn)


def _reaches(by: Actor, coming: Coming, card: Card) -> bool:
    """Tell whether an officer who signs her up is one of her own units."""
    return coming.channel != "officer" or scope(RULES, by, "enrolment.apply_for").holds(card.path)
