"""Classes that run, on a real database: the clock of the process is moved by its file."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from services.training.domain.attendance import Mark, Tick
from services.training.domain.enrolment import Enrolment
from services.training.domain.training_class import TrainingClass
from services.training.usecases.enrolment.enrol import Coming
from shared.access import SYSTEM, Actor, Kind
from tests.builders.training import School, a_coordinator


def at(school: School, instant: datetime | None) -> None:
    """Let it be another time, or now again."""
    frame = school.wiring.frame
    seconds = int((instant - datetime.now(UTC)).total_seconds()) + 1 if instant else 0
    frame.clock.move(seconds)


def sheet_of(women: Iterable[Enrolment]) -> dict[str, Tick]:
    """Return a sheet on which everybody is there."""
    return {place.id: Tick(Mark.PRESENT) for place in women}


def running(school: School, women: int) -> tuple[TrainingClass, list[Enrolment]]:
    """Return a class of women that has begun, on the evening of its last day."""
    one = school.opened(women, "HW-BZ")
    for _ in range(women):
        card = school.woman()
        her = Actor(card.person_id, Kind.WOMAN)
        school.run(lambda use, her=her: use.enrolment.enrol(one.id, Coming(her.id, "self", SYSTEM), by=her))
    return begun(school, one.id, a_coordinator())


def begun(school: School, class_id: str, by: Actor) -> tuple[TrainingClass, list[Enrolment]]:
    """Return an open class after its last session, and its women."""
    last: Any = school.ask(lambda use: use.training_class.find.sessions_of([class_id]))[-1]
    at(school, last.slot.ends_at)
    one: TrainingClass = school.run(lambda use: use.training_class.step.start(class_id, by=by))
    women: list[Enrolment] = school.ask(lambda use: use.exam.find.women(class_id, by=by))
    return one, women


def examined(school: School, class_id: str, by: Actor) -> list[Enrolment]:
    """Return the women of a class in its exam, all of whom were there."""
    if school.class_(class_id).state == "enrolling":
        begun(school, class_id, by)
    women: list[Enrolment] = school.ask(lambda use: use.exam.find.women(class_id, by=by))
    for session in school.ask(lambda use: use.training_class.find.sessions_of([class_id])):
        school.run(lambda use, it=session: use.attendance.take(it.id, sheet_of(women), by=by))
    school.run(lambda use: use.training_class.finish.examine(class_id, by=by))
    return women
