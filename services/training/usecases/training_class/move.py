"""A session goes to another time or place, alone or with all that follow; nobody and nothing is then in two places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from services.training.domain.access import RULES
from services.training.domain.bookings import Bookings, Clash
from services.training.domain.choosing import Wish, asked_teachers, room_with_things
from services.training.domain.enrolment import LIVE, Enrolment, State
from services.training.domain.moving import REACH, Wanted, days_near, moved, series, span, times_near
from services.training.domain.place import Places
from services.training.domain.session import Session, meeting
from services.training.domain.timetable import check_day
from services.training.domain.training_class import State as ClassState
from services.training.domain.training_class import TrainingClass
from services.training.domain.travel import Travel
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.exam_day import promise
from services.training.usecases.ports import Classes, Clock, Deed, Due, Enrolments, Guards, Ledger, Resources, Sessions
from services.training.usecases.training_class.plan import take
from services.training.usecases.training_class.step import BEGIN
from shared.access import Actor, scope
from shared.clock import SHANGHAI
from shared.errors import Conflict, Problem, Refused
from shared.policy import NATION
from shared.replica import Replica
from shared.workdays import is_workday

SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Case:
    """A class whose sessions move: which stay where they are, what the county has, who is in it and elsewhere."""

    held: TrainingClass
    moving: Sequence[Session]
    staying: Sequence[Session]
    places: Places
    booked: Bookings
    women: Sequence[Enrolment]
    elsewhere: Sequence[tuple[str, Session]]

    def clashes(self, wanted: Sequence[Session]) -> list[Clash]:
        """Return what others have at the new times: each thing at each of them, then each woman."""
        theirs = (*self.elsewhere, *(("", one) for one in self.staying))
        met = ((person, session, meeting([session], wanted)) for person, session in theirs)
        women = (Clash("trainee", person, mine.slot, session) for person, session, mine in met if mine is not None)
        return [*self.booked.clashes(wanted), *women]


@dataclass(frozen=True, slots=True)
class MoveSession:
    """The class is held first, so that nobody enrols meanwhile; guards keep rooms, teachers, looms and women."""

    classes: Classes
    sessions: Sessions
    resources: Resources
    enrolments: Enrolments
    catalogue: Catalogue
    replica: Replica
    guards: Guards
    due: Due
    ledger: Ledger
    clock: Clock

    def __call__(self, session_id: str, wanted: Wanted, *, by: Actor) -> TrainingClass:
        """Return the class with its session moved, and tell every woman in it.

        Raises NotFound, Refused("reason_needed" | "day_past" | "day_too_far" | "too_late_in_the_day" | …),
        Conflict("class_not_movable" | "session_held" | "room_taken" | "teacher_taken" | "equipment_taken" |
        "trainee_taken") with `clashes`, and `times` that would be free.
        """
        one = self.sessions.get(session_id)
        held = self.classes.hold(scope(RULES, by, "class.move"), one.class_id)
        self._may(held, one, wanted)
        case = self._case(held, one, wanted)
        new = self._laid(case, wanted)
        clashes = case.clashes(new)
        if clashes:
            raise self._taken(case, new[0], wanted, clashes)
        take(self.guards, new, {woman.person_id for woman in case.women})
        self.sessions.move(new)
        first, last = span((*case.staying, *new))
        began = held.plan.starts_on
        held.moved(first, last)
        self._tell(case, one, new[0])
        self.classes.save(held)
        if held.state is ClassState.ENROLLING and first != began:
            self.due.add(BEGIN, held.id, datetime.combine(first, time.min, SHANGHAI))
        if held.state is ClassState.RUNNING:
            promise(self.due, self.catalogue, held)
        facts = {"from": one.slot.starts_at.isoformat(), "to": new[0].slot.starts_at.isoformat(), "sessions": len(new)}
        self.ledger.note(by, Deed("class.move", "class", held.id, reason=wanted.reason, facts=facts))
        return held

    def _may(self, held: TrainingClass, one: Session, wanted: Wanted) -> None:
        held.movable()
        now = self.clock.now()
        if one.slot.starts_at <= now:
            raise Conflict("session_held", day=one.slot.on)
        if moved(one, wanted).slot.starts_at <= now:
            raise Refused("day_past")
        check_day(wanted.on, self.clock.today())
        if held.state is not ClassState.PLANNED and not wanted.reason.strip():
            raise Refused("reason_needed")

    def _case(self, held: TrainingClass, one: Session, wanted: Wanted) -> _Case:
        whole = self.sessions.of_classes([held.id])
        moving = [each for each in whole if each.slot.starts_at >= one.slot.starts_at] if wanted.series else [one]
        staying = [each for each in whole if each not in moving]
        places = self.resources.near(held.plan.path)
        women = self.enrolments.of_classes([held.id], LIVE)
        others = self.enrolments.elsewhere({woman.person_id for woman in women}, held.id)
        theirs: dict[str, list[Session]] = {}
        for session in self.sessions.of_classes({other.class_id for other in others}):
            theirs.setdefault(session.class_id, []).append(session)
        elsewhere = [(other.person_id, session) for other in others for session in theirs.get(other.class_id, ())]
        return _Case(held, moving, staying, places, self._booked(held, moving, places, wanted), women, elsewhere)

    def _booked(self, held: TrainingClass, moving: Sequence[Session], places: Places, wanted: Wanted) -> Bookings:
        county = self.replica.county_of(held.plan.path)
        terms = self.catalogue.terms(self.clock.today(), (county.division if county else None) or NATION)
        needs = {need for one in moving for need in one.needs}
        needs |= {("room", one.id) for one in places.rooms} | {("teacher", one.id) for one in places.teachers}
        needs |= {("equipment", one.id) for one in places.equipment}
        ours = {one.id for one in moving}
        latest = replace(wanted, on=wanted.on + REACH)
        last = series(moving, latest, held.plan.pattern, is_workday)[-1].slot.on if wanted.series else latest.on
        taken = self.sessions.taken(needs, wanted.on - REACH, last)
        travel = Travel.over(places.rooms, county.id if county else "", terms)
        return Bookings((one for one in taken if one.id not in ours), travel)

    def _laid(self, case: _Case, wanted: Wanted) -> list[Session]:
        plan = case.held.plan
        county = self.replica.county_of(plan.path)
        division = (county.division if county else None) or NATION
        course = self.catalogue.course(plan.course, plan.starts_on, division)
        terms = self.catalogue.terms(self.clock.today(), division)
        wish = Wish(plan.path[-1], plan.course, plan.capacity, room=wanted.room, teachers=wanted.teachers)
        if wanted.teachers:
            wanted = replace(wanted, teachers=asked_teachers(wish, course, terms, case.places))
        new = (
            series(case.moving, wanted, plan.pattern, is_workday) if wanted.series else [moved(case.moving[0], wanted)]
        )
        if wanted.room:
            things = tuple(one.id for one in room_with_things(wish, course, terms, case.places)[1])
            new = [replace(one, equipment=things) for one in new]
        return new

    def _taken(self, case: _Case, first: Session, wanted: Wanted, clashes: Sequence[Clash]) -> Problem:
        titles = {one.id: one.plan for one in self.classes.some({clash.other.class_id for clash in clashes})}
        head = clashes[0]
        free = self._free_starts(case, first, wanted) if wanted.series else self._free_times(case, first)
        times = [one.slot for one in free]
        shown = "、".join(f"{one.on.month} 月 {one.on.day} 日 {one.begins:%H:%M}" for one in times) or "—"
        number = titles[head.other.class_id].number if head.other.class_id in titles else ""
        facts = {"number": number, "day": head.other.slot.on, "free": shown, "reason": wanted.reason}
        things = {"room": first.room, "teachers": first.teachers, "times": times, "series": wanted.series}
        return Conflict(f"{head.kind}_taken", **facts, **things, clashes=clashes, titles=titles)

    def _free_starts(self, case: _Case, first: Session, wanted: Wanted) -> list[Session]:
        """Return the first session of the whole series for the nearest days from which on all of it is free."""
        pattern = case.held.plan.pattern
        after = max([self.clock.now(), *(one.slot.starts_at for one in case.staying)])
        found: list[Session] = []
        for day in days_near(wanted.on, pattern, is_workday):
            laid = series(case.moving, replace(wanted, on=day), pattern, is_workday)
            new = [replace(one, equipment=first.equipment) for one in laid]
            if new[0].slot.starts_at > after and new != case.moving and not case.clashes(new):
                found.append(new[0])
            if len(found) == SHOWN:
                break
        return found

    def _free_times(self, case: _Case, first: Session) -> list[Session]:
        pattern, now = case.held.plan.pattern, self.clock.now()
        near = (replace(first, slot=slot) for slot in times_near(first.slot, pattern, is_workday, now))
        found: list[Session] = []
        for one in near:
            if one not in case.moving and not case.clashes([one]):  # where it is already helps nobody
                found.append(one)
            if len(found) == SHOWN:
                break
        return found

    def _tell(self, case: _Case, before: Session, after: Session) -> None:
        for woman in case.women:
            if woman.state is State.ENROLLED:
                woman.moved(case.held, before.slot, after.slot, today=self.clock.today())
                self.enrolments.save(woman)
