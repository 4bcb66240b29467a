"""Which room, teachers and looms a class gets: what was asked for, else the first that are free at all its times."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.training.domain.course import Course
from services.training.domain.place import Equipment, Places, Room, Teacher, check, teachers_needed
from services.training.domain.session import Session, overlap
from services.training.domain.terms import Terms
from services.training.domain.timetable import EVERY_DAY, Lesson, Pattern
from shared.errors import Conflict, NotFound, Problem, Refused


@dataclass(frozen=True, slots=True)
class Wish:
    """What a coordinator wants; what she leaves open is chosen for her."""

    unit: str
    course: str
    capacity: int
    starts_on: date | None = None
    room: str | None = None
    teachers: tuple[str, ...] = ()
    pattern: Pattern = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the class gets, by id."""

    room: str
    teachers: tuple[str, ...]
    equipment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to choose from: the unit's places, the lessons to be held, what is taken at those days."""

    places: Places
    lessons: Sequence[Lesson]
    taken: Sequence[Session]

    def free(self, kind: str, one: str) -> bool:
        """Tell whether something is free at every lesson."""
        return self.holder(kind, one) is None

    def holder(self, kind: str, one: str) -> Session | None:
        """Return the first session that has it at a time of ours."""
        mine = [session for session in self.taken if (kind, one) in session.needs]
        return next((other for other in mine for lesson in self.lessons if overlap(lesson.slot, other.slot)), None)


def choose(wish: Wish, course: Course, terms: Terms, offer: Offer) -> Chosen:
    """Return what the class gets.

    Raises Refused with the figures when it is too large for what there is, NotFound for unknown places, and
    Conflict("room_taken" | "teacher_taken" | "equipment_taken" | "no_room_free" | "no_teacher_free").
    """
    room = _asked_room(wish, offer) if wish.room else _first_room(wish, course, terms, offer)
    equipment = _needed(course, _in_room(offer.places.equipment, room.id))
    check(course, wish.capacity, room, equipment, terms)
    for one in equipment:
        _free(offer, "equipment", one.id)
    return Chosen(room.id, _teachers(wish, course, terms, offer), tuple(one.id for one in equipment))


def _asked_room(wish: Wish, offer: Offer) -> Room:
    room = next((one for one in offer.places.rooms if one.id == wish.room), None)
    if room is None:
        raise NotFound("room_not_found")
    _free(offer, "room", room.id)
    return room


def _first_room(wish: Wish, course: Course, terms: Terms, offer: Offer) -> Room:
    fit, why = [], None
    for room in sorted(offer.places.rooms, key=lambda one: one.seats):
        try:
            check(course, wish.capacity, room, _in_room(offer.places.equipment, room.id), terms)
        except Refused as problem:
            why = problem
        else:
            fit.append(room)
    if not fit:
        raise why or Refused("no_rooms")
    free = (room for room in fit if offer.free("room", room.id))
    found = next(free, None)
    if found is None:
        raise Conflict("no_room_free", rooms=len(fit))
    return found


def _teachers(wish: Wish, course: Course, terms: Terms, offer: Offer) -> tuple[str, ...]:
    needed = teachers_needed(wish.capacity, terms)
    if wish.teachers:
        return _asked_teachers(wish, needed, offer)
    free = [one.id for one in _able(offer.places.teachers, course) if offer.free("teacher", one.id)]
    if len(free) < needed:
        raise Conflict("no_teacher_free", needed=needed, free=len(free))
    return tuple(free[:needed])


def _asked_teachers(wish: Wish, needed: int, offer: Offer) -> tuple[str, ...]:
    known = {one.id for one in offer.places.teachers}
    if not known.issuperset(wish.teachers):
        raise NotFound("teacher_not_found")
    if len(wish.teachers) < needed:
        raise Refused("too_few_teachers", needed=needed, given=len(wish.teachers))
    for one in wish.teachers:
        _free(offer, "teacher", one)
    return wish.teachers


def _free(offer: Offer, kind: str, one: str) -> None:
    other = offer.holder(kind, one)
    if other is not None:
        raise Taken(kind, other)


class Taken(Exception):
    """Something asked for is taken by another class at that time; the use case names the class."""

    def __init__(self, kind: str, by: Session) -> None:
        super().__init__(kind)
        self.kind, self.by = kind, by

    def problem(self, number: str, alternatives: Iterable[date]) -> Problem:
        """Return the refusal, with the other class's number, the day, and days from which all would be free."""
        days = "、".join(f"{day.month} 月 {day.day} 日" for day in alternatives)
        return Conflict(f"{self.kind}_taken", number=number, day=self.by.slot.on, free=days or "—")


def _able(teachers: Iterable[Teacher], course: Course) -> list[Teacher]:
    return [one for one in teachers if course.trade in one.trades]


def _in_room(equipment: Iterable[Equipment], room: str) -> list[Equipment]:
    return [one for one in equipment if one.room == room]


def _needed(course: Course, equipment: Collection[Equipment]) -> list[Equipment]:
    return [one for one in equipment if course.equipment and one.kind == course.equipment]
