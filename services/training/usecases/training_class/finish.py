"""A class ends: first who may be examined is counted, then, with every certificate given out, it is closed."""

from dataclasses import dataclass
from datetime import timedelta

from services.training.domain.access import RULES
from services.training.domain.enrolment import QUALIFIED, TAUGHT, WAITS, Enrolment, State
from services.training.domain.news import Heads
from services.training.domain.training_class import TrainingClass
from services.training.usecases.asking import OPINION, moment
from services.training.usecases.attendance.find import FindAttendance
from services.training.usecases.ports import Classes, Clock, Deed, Due, Enrolments, Guards, Ledger, Sessions
from shared.access import Actor, scope
from shared.errors import Stale

OVER = "class_over"


@dataclass(frozen=True, slots=True)
class FinishClass:
    """Both steps touch the class's guard: no sheet and no points come in while they count."""

    classes: Classes
    sessions: Sessions
    enrolments: Enrolments
    attendance: FindAttendance
    guards: Guards
    due: Due
    ledger: Ledger
    clock: Clock

    def examine(self, class_id: str, *, by: Actor, version: int | None = None) -> TrainingClass:
        """Count everybody's minutes, go on to the exam, and have the women asked what it was like.

        Raises Refused("sessions_unmarked"), Conflict, Stale.
        """
        one = self._reach("class.examine", class_id, by, version)
        book, sessions = self.attendance.counted(one), self.sessions.of_classes([class_id])
        one.examine(unmarked=sum(session.id not in book.sheets for session in sessions))
        today = self.clock.today()
        for place in self.enrolments.of_class(class_id, State.ENROLLED):
            share = book.shares[place.id]
            place.counted(one, share.minutes, share.least, today=today)
            self.enrolments.save(place)
        for waiting in self.enrolments.of_classes([class_id], WAITS):
            waiting.drop(one, reason=OVER, today=today)
            self.enrolments.save(waiting)
        self.classes.save(one)
        self.due.add(OPINION, class_id, moment(today + timedelta(days=1)))
        self.ledger.note(by, Deed("class.examine", "class", class_id))
        return one

    def close(self, class_id: str, *, by: Actor, version: int | None = None) -> TrainingClass:
        """Close it with its heads; raises Refused("certificates_missing"), Conflict, Stale."""
        one = self._reach("class.close", class_id, by, version)
        women = self.enrolments.of_classes([class_id], TAUGHT)
        one.close(heads(women), today=self.clock.today())
        for place in women:
            if place.state is State.ELIGIBLE:
                place.missed()
                self.enrolments.save(place)
        self.classes.save(one)
        self.ledger.note(by, Deed("class.close", "class", class_id))
        return one

    def _reach(self, action: str, class_id: str, by: Actor, version: int | None) -> TrainingClass:
        one = self.classes.get(scope(RULES, by, action), class_id)
        self.guards.touch(f"class:{class_id}")
        if version is not None and version != one.version:
            raise Stale("changed_meanwhile")
        return one


def heads(women: list[Enrolment]) -> Heads:
    """Return the closing sheet's heads: who had a place to the end, was let in, was examined, passed, is certified."""
    states = [place.state for place in women]
    return Heads(
        enrolled=len(women),
        attended=sum(state in QUALIFIED for state in states),
        examined=sum(bool(place.scores) and place.qualified for place in women),
        passed=states.count(State.PASSED) + states.count(State.CERTIFIED),
        certified=states.count(State.CERTIFIED),
    )
