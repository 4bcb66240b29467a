"""Questions about exams that change nothing."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.enrolment import TAUGHT, TO_EXAMINE, Enrolment
from services.training.domain.enrolment import State as SeatState
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.ports import Classes, Enrolments, Page
from shared.access import Actor, scope

MOST = 200


@dataclass(frozen=True, slots=True)
class InExam:
    """A class in its exam: whose points are missing, who failed, who passed and has no certificate yet."""

    klass: TrainingClass
    to_score: int
    failed: int
    to_certify: int


@dataclass(frozen=True, slots=True)
class FindExam:
    """Who is to be examined, who was."""

    classes: Classes
    enrolments: Enrolments

    def women(self, class_id: str, *, by: Actor) -> list[Enrolment]:
        """Return everybody who had a place in a class inside the asker's units; raises NotFound."""
        self.classes.get(scope(RULES, by, "exam.read"), class_id)
        return self.enrolments.of_classes([class_id], TAUGHT)

    def place(self, enrolment_id: str, *, by: Actor) -> tuple[TrainingClass, Enrolment]:
        """Return a woman's place and its class inside the asker's units; raises NotFound."""
        place = self.enrolments.get(enrolment_id)
        return self.classes.get(scope(RULES, by, "exam.read"), place.class_id), place

    def open(self, *, by: Actor) -> list[InExam]:
        """Return the classes in their exam inside the asker's units, newest first."""
        found = self.classes.listed(scope(RULES, by, "exam.read"), [State.EXAM], Page(limit=MOST))
        wanted = TO_EXAMINE | {SeatState.PASSED}
        women = self.enrolments.of_classes([one.id for one in found], wanted)
        return [_counted(one, [place for place in women if place.class_id == one.id]) for one in found]


def _counted(one: TrainingClass, women: list[Enrolment]) -> InExam:
    states = [place.state for place in women]
    return InExam(one, states.count(SeatState.ELIGIBLE), states.count(SeatState.FAILED), states.count(SeatState.PASSED))
