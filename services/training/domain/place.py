"""What a class needs: a room, teachers, looms; and how many of them for how many women."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from services.training.domain.course import LESSON, Course
from services.training.domain.terms import Terms
from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class Room:
    """A room with its seats; `path` are the units it lies in, root first; what is `retired` is not planned with."""

    id: str
    title: str
    address: str
    seats: int
    path: tuple[str, ...]
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Teacher:
    """Somebody who teaches: a staff member's name as it is shown, her title and degree, and the trades she teaches."""

    id: str
    name: str
    title: str
    trades: tuple[str, ...]
    path: tuple[str, ...]
    retired: bool = False
    degree: str = ""


@dataclass(frozen=True, slots=True)
class Equipment:
    """A set of things that stands in one room, such as 24 looms."""

    id: str
    kind: str
    title: str
    count: int
    room: str
    path: tuple[str, ...]
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Organiser:
    """Who holds the classes of a unit, as the opening application names them (开班申请, domain.md 3.1).

    `phone` is the office's; `textbooks` are the books taught from, by course.
    """

    id: str
    title: str
    legal: str
    contact: str
    phone: str
    path: tuple[str, ...]
    textbooks: Mapping[str, str] = field(default_factory=dict, hash=False)
    retired: bool = False


Thing = Room | Teacher | Equipment | Organiser


@dataclass(frozen=True, slots=True)
class Places:
    """What a unit has for its classes."""

    rooms: Sequence[Room] = ()
    teachers: Sequence[Teacher] = ()
    equipment: Sequence[Equipment] = ()
    organisers: Sequence[Organiser] = ()

    def organiser_of(self, path: Sequence[str]) -> Organiser | None:
        """Return who holds the classes of a unit: its own organiser, else that of the nearest unit above."""
        there = [one for one in self.organisers if one.path == tuple(path[: len(one.path)]) and not one.retired]
        return max(there, key=lambda one: len(one.path), default=None)


def teachers_needed(capacity: int, terms: Terms) -> int:
    """Return how many teachers a class of this size needs, at least one."""
    return max(1, -(-capacity // terms.trainees_per_teacher))


def check(course: Course, capacity: int, room: Room, equipment: Collection[Equipment], terms: Terms) -> None:
    """Raise Refused("course_too_short" | "class_too_large" | "too_few_seats" | "too_few_looms") with the figures."""
    least = terms.least(course)
    if course.minutes < least:
        raise Refused("course_too_short", least=least // LESSON, given=course.lessons)
    most = terms.most(course)
    if capacity > most:
        raise Refused("class_too_large", most=most, given=capacity)
    if capacity > room.seats:
        raise Refused("too_few_seats", seats=room.seats, given=capacity)
    if course.equipment:
        looms = sum(one.count for one in equipment if one.kind == course.equipment)
        if looms * terms.persons_per_loom < capacity:
            raise Refused("too_few_looms", looms=looms, most=looms * terms.persons_per_loom, given=capacity)
