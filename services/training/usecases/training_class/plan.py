"""A coordinator plans a class: its sessions, its room, teachers and looms are taken in the same transaction."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.training.domain.choosing import Chosen, Wish
from services.training.domain.placing import Way
from services.training.domain.session import Session
from services.training.domain.timetable import Lesson
from services.training.domain.training_class import Plan, TrainingClass
from services.training.usecases.ports import Classes, Deed, Guards, Ledger, Numbers, Sessions
from services.training.usecases.training_class.laying import Frame, Lay
from shared.access import Actor
from shared.ids import new_id


def take(guards: Guards, sessions: Iterable[Session], women: Iterable[str] = ()) -> None:
    """Touch the guard of everything on each day and as such, and of each woman, in one order: nobody waits in a ring.

    A room that is retired at this moment, or loses seats (place/edit.py), is so either before or after.
    """
    names = {f"person:{one}" for one in women}
    for session in sessions:
        for kind, one in session.needs:
            names |= {f"{kind}:{one}:{session.slot.on}", f"place:{one}"}
    for name in sorted(names):
        guards.touch(name)


@dataclass(frozen=True, slots=True)
class PlanClass:
    """No room, teacher or loom is in two places at one time, whatever two coordinators do at the same moment."""

    lay: Lay
    classes: Classes
    sessions: Sessions
    numbers: Numbers
    guards: Guards
    ledger: Ledger

    def __call__(self, wish: Wish, *, by: Actor) -> TrainingClass:
        """Return the planned class; raises what `Lay` raises."""
        frame, way = self.lay(wish, by=by)
        today = self.lay.clock.today()
        planned = TrainingClass.planned(new_id(), self._plan(frame, way), by=by.id, today=today)
        sessions = [_session(planned.id, lesson, way.chosen) for lesson in way.lessons]
        take(self.guards, sessions)
        self.classes.add(planned)
        self.sessions.add(sessions, planned.plan.path)
        self.ledger.note(by, Deed("class.plan", "class", planned.id))
        return planned

    def _plan(self, frame: Frame, way: Way) -> Plan:
        year, division, course = self.lay.clock.today().year, frame.county.division, frame.course
        nth = self.numbers.next(f"BAN-{division}-{course.code}-{year}")
        return Plan(
            number=f"PX-{division}-{year}-{self.numbers.next(f'PX-{division}-{year}'):04d}",
            course=course.code,
            title=course.class_title(nth),
            path=frame.unit.path,
            capacity=frame.wish.capacity,
            minutes=course.minutes,
            starts_on=way.starts_on,
            ends_on=way.lessons[-1].slot.on,
            room=way.chosen.room,
            policy_id=course.policy_id,
            pattern=frame.wish.pattern,
        )


def _session(class_id: str, lesson: Lesson, chosen: Chosen) -> Session:
    return Session(new_id(), class_id, lesson.slot, chosen.room, chosen.teachers, chosen.equipment, lesson.topic)
