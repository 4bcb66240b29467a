"""Which room, teachers and looms a class gets: what was asked for, else the first that are free at all its times."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.training.domain.bookings import Bookings, Clash
from services.training.domain.course import Course
from services.training.domain.place import Equipment, Places, Room, Teacher, check, teachers_needed
from services.training.domain.terms import Terms
from services.training.domain.timetable import EVERY_DAY, Lesson, Pattern
from shared.errors import Conflict, NotFound, Refused

LOOM = "loom"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a coordinator wants; what she leaves open is chosen for her.

    `starts_on` is the very day; of days from `from_on` on the first that works is taken; the room has `looms` or more.
    """

    unit: str
    course: str
    capacity: int
    starts_on: date | None = None
    room: str | None = None
    teachers: tuple[str, ...] = ()
    pattern: Pattern = EVERY_DAY
    from_on: date | None = None
    looms: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the class gets, by id."""

    room: str
    teachers: tuple[str, ...]
    equipment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to choose from: the places a unit sees, the lessons to be held, what is taken."""

    places: Places
    lessons: Sequence[Lesson]
    booked: Bookings

    def clashes(self, kind: str, thing: str, room: str) -> Iterator[Clash]:
        """Yield each lesson at which another session has a thing that is wanted in a room."""
        for lesson in self.lessons:
            other = self.booked.holder(kind, thing, lesson.slot, room)
            if other is not None:
                yield Clash(kind, thing, lesson.slot, other)

    def free(self, kind: str, thing: str, room: str) -> bool:
        """Tell whether nobody has a thing at any lesson."""
        return next(self.clashes(kind, thing, room), None) is None


class Taken(Exception):
    """Things asked for are taken, at every lesson that is among the clashes; the use case names the classes."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__(clashes[0].kind)
        self.clashes = clashes


def choose(wish: Wish, course: Course, terms: Terms, offer: Offer) -> Chosen:
    """Return what the class gets.

    Raises Refused with the figures when it is too large for what there is, NotFound for unknown places,
    Conflict("no_room_free" | "no_teacher_free"), and Taken with everything asked for that others have.
    """
    room, equipment = _place(wish, course, terms, offer)
    asked = [("room", room.id), *(("teacher", one) for one in wish.teachers)]
    asked += [("equipment", one.id) for one in equipment]
    clashes = [clash for kind, thing in asked for clash in offer.clashes(kind, thing, room.id)]
    if clashes:
        raise Taken(clashes)
    teachers = (
        asked_teachers(wish, course, terms, offer.places) if wish.teachers else _free(wish, course, terms, offer, room)
    )
    return Chosen(room.id, teachers, tuple(one.id for one in equipment))


def room_with_things(wish: Wish, course: Course, terms: Terms, places: Places) -> tuple[Room, list[Equipment]]:
    """Return the room that was asked for and what the course needs in it; raises NotFound, or Refused with figures."""
    room = next((one for one in places.rooms if one.id == wish.room), None)
    if room is None:
        raise NotFound("room_not_found")
    _fits(wish, course, room, places, terms)
    return room, _needed(course, _in_room(places.equipment, room.id))


def _place(wish: Wish, course: Course, terms: Terms, offer: Offer) -> tuple[Room, list[Equipment]]:
    if wish.room:
        return room_with_things(wish, course, terms, offer.places)
    room = _first_room(wish, course, terms, offer)
    return room, _needed(course, _in_room(offer.places.equipment, room.id))


def _first_room(wish: Wish, course: Course, terms: Terms, offer: Offer) -> Room:
    fit, why = [], None
    for room in sorted(offer.places.rooms, key=lambda one: one.seats):
        try:
            _fits(wish, course, room, offer.places, terms)
        except Refused as problem:
            why = problem
        else:
            fit.append(room)
    if not fit:
        raise why or Refused("no_rooms")
    found = next((room for room in fit if offer.free("room", room.id, room.id)), None)
    if found is None:
        raise Conflict("no_room_free", rooms=len(fit))
    return found


def _fits(wish: Wish, course: Course, room: Room, places: Places, terms: Terms) -> None:
    there = _in_room(places.equipment, room.id)
    check(course, wish.capacity, room, there, terms)
    looms = sum(one.count for one in there if one.kind == LOOM)
    if looms < wish.looms:
        raise Refused("room_lacks_looms", looms=looms, wanted=wish.looms)


def asked_teachers(wish: Wish, course: Course, terms: Terms, places: Places) -> tuple[str, ...]:
    """Return those asked for; raises NotFound, Refused("too_few_teachers" | "teacher_not_qualified")."""
    known = {one.id: one for one in places.teachers}
    if not set(wish.teachers) <= set(known):
        raise NotFound("teacher_not_found")
    needed = teachers_needed(wish.capacity, terms)
    asked = tuple(dict.fromkeys(wish.teachers))
    if len(asked) < needed:
        raise Refused("too_few_teachers", needed=needed, given=len(asked))
    for one in asked:
        if course.trade not in known[one].trades:
            raise Refused("teacher_not_qualified", name=known[one].name)
    return asked


def _free(wish: Wish, course: Course, terms: Terms, offer: Offer, room: Room) -> tuple[str, ...]:
    needed = teachers_needed(wish.capacity, terms)
    able = _able(offer.places.teachers, course)
    free = [one.id for one in able if offer.free("teacher", one.id, room.id)]
    if len(free) < needed:
        raise Conflict("no_teacher_free", needed=needed, free=len(free))
    return tuple(free[:needed])


def _able(teachers: Iterable[Teacher], course: Course) -> list[Teacher]:
    return [one for one in teachers if course.trade in one.trades]


def _in_room(equipment: Iterable[Equipment], room: str) -> list[Equipment]:
    return [one for one in equipment if one.room == room]


def _needed(course: Course, equipment: Collection[Equipment]) -> list[Equipment]:
    return [one for one in equipment if course.equipment and one.kind == course.equipment]
