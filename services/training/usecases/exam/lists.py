"""The list of an exam: a job makes it a week before, the coordinator hands it to the tester and notes that she did."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.training.domain.access import RULES
from services.training.domain.enrolment import TAUGHT, Enrolment
from services.training.domain.exam_list import ExamList
from services.training.domain.training_class import State, TrainingClass
from services.training.usecases.attendance.find import FindAttendance
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.exam_day import due_on, promise
from services.training.usecases.ports import Classes, Clock, Deed, Due, Enrolments, Ledger, Page
from shared.access import SYSTEM, Actor, scope
from shared.errors import Conflict, NotFound

MOST = 200


class ExamLists(Protocol):
    """Lists by class."""

    def get(self, class_id: str) -> ExamList | None:
        """Return the list of a class, None before it is made."""

    def of_classes(self, class_ids: Collection[str]) -> list[ExamList]:
        """Return those of classes, as far as they are made."""

    def add(self, one: ExamList) -> None:
        """Store a new one."""

    def save(self, one: ExamList) -> None:
        """Store a changed one; raises Stale."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A running class whose tester has no list yet, and by which day he should."""

    klass: TrainingClass
    due_on: date
    made: ExamList | None
    late: bool


@dataclass(frozen=True, slots=True)
class KeepExamLists:
    """Whoever cannot reach the hours of the exam any more is not on it; names are asked for when it is taken."""

    lists: ExamLists
    classes: Classes
    enrolments: Enrolments
    attendance: FindAttendance
    catalogue: Catalogue
    due: Due
    ledger: Ledger
    clock: Clock

    def run(self, class_id: str, job: object) -> None:
        """Make the list of a running class that has none; a class that was put off gets its day anew."""
        one = self.classes.get(SYSTEM, class_id)
        self.due.done(job)
        if one.state is not State.RUNNING or self.lists.get(class_id) is not None:
            return
        if self.clock.today() < due_on(self.catalogue, one):
            promise(self.due, self.catalogue, one)
        else:
            self.lists.add(ExamList(class_id, one.plan.path, self._places(one), self.clock.today()))

    def make(self, class_id: str, *, by: Actor) -> ExamList:
        """Make it now, or again before it is handed over; raises NotFound, Conflict."""
        one = self.classes.get(scope(RULES, by, "exam_list.keep"), class_id)
        if one.state is not State.RUNNING:
            raise Conflict("class_not_running", state=one.state.value)
        made, today = self.lists.get(class_id), self.clock.today()
        if made is None:
            made = ExamList(class_id, one.plan.path, self._places(one), today)
            self.lists.add(made)
        else:
            made.make_again(self._places(one), today)
            self.lists.save(made)
        self._note("exam_list.make", made, by)
        return made

    def hand_over(self, class_id: str, *, by: Actor) -> ExamList:
        """Note that the tester has it; raises NotFound("exam_list_not_made"), Conflict, Refused."""
        self.classes.get(scope(RULES, by, "exam_list.keep"), class_id)
        made = self.lists.get(class_id)
        if made is None:
            raise NotFound("exam_list_not_made")
        made.hand_over(by=by.id, today=self.clock.today())
        self.lists.save(made)
        self._note("exam_list.hand_over", made, by)
        return made

    def of_class(self, class_id: str, *, by: Actor) -> ExamList | None:
        """Return the list of a class inside the asker's units; raises NotFound."""
        self.classes.get(scope(RULES, by, "exam.read"), class_id)
        return self.lists.get(class_id)

    def waiting(self, classes: Collection[TrainingClass]) -> list[Waiting]:
        """Return those of these classes that run with women in them and whose tester has no list yet."""
        running = [one for one in classes if one.state is State.RUNNING and one.seats.enrolled]
        made, today = {it.id: it for it in self.lists.of_classes([one.id for one in running])}, self.clock.today()
        left = [(one, made.get(one.id), due_on(self.catalogue, one)) for one in running]
        found = [Waiting(one, day, it, day < today) for one, it, day in left if it is None or it.handed is None]
        return sorted(found, key=lambda one: one.due_on)

    def to_hand_over(self, *, by: Actor) -> list[Waiting]:
        """Return the coordinator's lists that are made and not handed over, what is due first at the top."""
        running = self.classes.listed(scope(RULES, by, "exam_list.keep"), [State.RUNNING], Page(limit=MOST))
        return [one for one in self.waiting(running) if one.made]

    def _places(self, one: TrainingClass) -> tuple[str, ...]:
        women: list[Enrolment] = sorted(self.enrolments.of_classes([one.id], TAUGHT), key=lambda place: place.id)
        shares = self.attendance.counted(one).shares
        return tuple(place.id for place in women if not shares[place.id].out_of_reach)

    def _note(self, act: str, made: ExamList, by: Actor) -> None:
        self.ledger.note(by, Deed(act, "class", made.id, facts={"women": len(made.places)}))
