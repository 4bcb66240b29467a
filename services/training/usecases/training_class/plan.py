"""A coordinator plans a class: its sessions, its room, teachers and looms are taken in the same transaction."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.training.domain.access import RULES
from services.training.domain.choosing import Chosen, Offer, Taken, Wish, choose
from services.training.domain.course import Course
from services.training.domain.place import Places
from services.training.domain.session import Session
from services.training.domain.terms import Terms
from services.training.domain.timetable import Lesson, timetable
from services.training.domain.training_class import Plan, TrainingClass
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import Classes, Clock, Deed, Guards, Ledger, Numbers, Resources, Sessions
from shared.access import Actor, Scope, can
from shared.errors import Conflict, NotFound, Problem, Unavailable
from shared.ids import new_id
from shared.replica import Replica, Unit
from shared.workdays import is_workday

WEEKS = 26
NOTICE = timedelta(days=14)
SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a wish is weighed with."""

    wish: Wish
    unit: Unit
    county: Unit
    course: Course
    terms: Terms
    places: Places


@dataclass(frozen=True, slots=True)
class PlanClass:
    """No room, teacher or loom is in two places at one time, whatever two coordinators do at the same moment."""

    classes: Classes
    sessions: Sessions
    resources: Resources
    catalogue: Catalogue
    replica: Replica
    numbers: Numbers
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, wish: Wish, *, by: Actor) -> TrainingClass:
        """Return the planned class.

        Raises NotFound("unit_not_found" | "course_not_found" | …), Refused with figures when it is too large, and
        Conflict("room_taken" | "teacher_taken" | "equipment_taken") naming the other class and three free days.
        """
        frame = self._frame(wish, by)
        lessons, chosen = self._settle(frame)
        planned = TrainingClass.planned(
            new_id(), self._plan(frame, lessons, chosen), by=by.id, today=self.clock.today()
        )
        sessions = [_session(planned.id, lesson, chosen) for lesson in lessons]
        self._take(sessions)
        self.classes.add(planned)
        self.sessions.add(sessions, planned.plan.path)
        self.ledger.note(by, Deed("class.plan", "class", planned.id))
        return planned

    def _frame(self, wish: Wish, by: Actor) -> _Frame:
        unit = self.replica.units.get(wish.unit)
        if unit is None or not can(RULES, by, "class.plan", path=unit.path):
            raise NotFound("unit_not_found")
        county = self.replica.county_of(unit.path)
        if county is None or county.division is None:
            raise Unavailable("county_not_known_yet")
        today = self.clock.today()
        course = self.catalogue.course(wish.course, today, county.division)
        terms = self.catalogue.terms(today, county.division)
        return _Frame(wish, unit, county, course, terms, self.resources.of(Scope(frozenset({unit.id}))))

    def _settle(self, frame: _Frame) -> tuple[list[Lesson], Chosen]:
        if frame.wish.starts_on is not None:
            return self._on(frame, frame.wish.starts_on)
        last: Problem | None = None
        for monday in self._mondays(self.clock.today() + NOTICE):
            try:
                return self._on(frame, monday)
            except Conflict as problem:
                last = problem
        raise last or Conflict("no_room_free", rooms=len(frame.places.rooms))

    def _on(self, frame: _Frame, day: date) -> tuple[list[Lesson], Chosen]:
        lessons = timetable(frame.course, day, is_workday, frame.wish.pattern)
        try:
            return lessons, choose(frame.wish, frame.course, frame.terms, self._offer(frame, lessons))
        except Taken as taken:
            other = self.classes.some([taken.by.class_id])
            free = self._alternatives(frame, day)
            raise taken.problem(other[0].plan.number if other else "", free) from taken

    def _alternatives(self, frame: _Frame, after: date) -> list[date]:
        days: list[date] = []
        for monday in self._mondays(after + timedelta(days=1)):
            lessons = timetable(frame.course, monday, is_workday, frame.wish.pattern)
            try:
                choose(replace(frame.wish), frame.course, frame.terms, self._offer(frame, lessons))
            except (Taken, Conflict):
                continue
            days.append(monday)
            if len(days) == SHOWN:
                break
        return days

    def _offer(self, frame: _Frame, lessons: list[Lesson]) -> Offer:
        places = frame.places
        needs = [("room", one.id) for one in places.rooms]
        needs += [("teacher", one.id) for one in places.teachers]
        needs += [("equipment", one.id) for one in places.equipment]
        return Offer(places, lessons, self.sessions.taken(needs, lessons[0].slot.on, lessons[-1].slot.on))

    def _mondays(self, earliest: date) -> Iterator[date]:
        first = earliest + timedelta(days=-earliest.weekday() % 7)
        for week in range(WEEKS):
            yield first + timedelta(weeks=week)

    def _plan(self, frame: _Frame, lessons: list[Lesson], chosen: Chosen) -> Plan:
        year, division, course = self.clock.today().year, frame.county.division, frame.course
        nth = self.numbers.next(f"BAN-{division}-{course.code}-{year}")
        return Plan(
            number=f"PX-{division}-{year}-{self.numbers.next(f'PX-{division}-{year}'):04d}",
            course=course.code,
            title=course.class_title(nth),
            path=frame.unit.path,
            capacity=frame.wish.capacity,
            minutes=course.minutes,
            starts_on=lessons[0].slot.on,
            ends_on=lessons[-1].slot.on,
            room=chosen.room,
            policy_id=course.policy_id,
        )

    def _take(self, sessions: list[Session]) -> None:
        # sorted, so that two plans over the same days meet in one order and neither waits for the other in a ring
        names = {f"{kind}:{one}:{session.slot.on}" for session in sessions for kind, one in session.needs}
        for name in sorted(names):
            self.guards.touch(name)


def _session(class_id: str, lesson: Lesson, chosen: Chosen) -> Session:
    return Session(new_id(), class_id, lesson.slot, chosen.room, chosen.teachers, chosen.equipment, lesson.topic)
