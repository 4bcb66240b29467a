"""She was there: a scan of the code that is on the teacher's screen now, from a phone she is signed in on."""

from dataclasses import dataclass

from services.training.domain.check_in import CheckIn
from services.training.domain.enrolment import State as SeatState
from services.training.domain.training_class import State
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import CheckIns, Classes, Clock, Enrolments, Sessions
from shared.access import SYSTEM, Actor
from shared.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Scan:
    """Only notes that she came: the teacher's sheet counts, and begins with what was noted."""

    classes: Classes
    sessions: Sessions
    enrolments: Enrolments
    check_ins: CheckIns
    catalogue: Catalogue
    clock: Clock

    def __call__(self, session_id: str, window: int, phone: str, *, by: Actor) -> CheckIn:
        """Return what is noted; a second scan changes nothing.

        Raises NotFound("session_not_found" | "not_in_this_class"), Conflict("class_not_running"),
        Refused("code_too_old" | "session_not_on").
        """
        now, session = self.clock.now(), self.sessions.get(session_id)
        rule = self.catalogue.code(session.slot.on)
        rule.check(window, now)
        rule.check_time(session.slot, now)
        of = self.classes.get(SYSTEM, session.class_id)
        if of.state is not State.RUNNING:
            raise Conflict("class_not_running", state=of.state.value)
        place = self.enrolments.live(of.id, by.id)
        if place is None or place.state is not SeatState.ENROLLED:
            raise NotFound("not_in_this_class")
        one = CheckIn(session_id, place.id, of.id, of.plan.path, now, phone)
        self.check_ins.add(one)
        return one
