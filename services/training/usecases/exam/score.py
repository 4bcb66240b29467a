"""Points of the exam are entered; both parts together decide, by the rule in force when the class began."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.enrolment import TO_EXAMINE, Enrolment
from services.training.domain.points import Score
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.attendance.find import FindAttendance
from services.training.usecases.ports import Classes, Clock, Deed, Enrolments, Guards, Ledger
from shared.access import Actor, scope
from shared.errors import Conflict, NotFound, Refused

Points = tuple[int, int]  # theory and practice, of 100


@dataclass(frozen=True, slots=True)
class EnterScores:
    """Any number of women at once; each is told once."""

    classes: Classes
    enrolments: Enrolments
    attendance: FindAttendance
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, class_id: str, points: Mapping[str, Points], *, by: Actor) -> TrainingClass:
        """Return the class; `points` by enrolment.

        Raises NotFound, Conflict("class_not_in_exam" | "not_in_this_state"), Refused("no_scores" | "no_tries_left").
        """
        one = self.classes.get(scope(RULES, by, "exam.score"), class_id)
        self.guards.touch(f"class:{class_id}")
        if one.state is not State.EXAM:
            raise Conflict("class_not_in_exam", state=one.state.value)
        if not points:
            raise Refused("no_scores")
        there = {place.id: place for place in self.enrolments.of_classes([class_id], TO_EXAMINE)}
        if not set(points) <= set(there):
            raise NotFound("enrolment_not_found")
        examined = [self._enter(one, there[place], points[place], by) for place in points]
        whom = tuple(place.person_id for place in examined)
        self.ledger.note(by, Deed("exam.score", "class", class_id, whom))
        return one

    def _enter(self, one: TrainingClass, place: Enrolment, points: Points, by: Actor) -> Enrolment:
        rule = self.attendance.standard(one).exam
        place.examined(one, Score(*points, self.clock.today(), by.id), rule)
        self.enrolments.save(place)
        return place
