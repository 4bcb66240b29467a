"""A session: who is where, from when to when, and how many minutes of class it counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from shared.clock import SHANGHAI


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of a day: real start and end with the breaks inside; `minutes` are what it counts."""

    on: date
    begins: time
    ends: time
    minutes: int

    @property
    def starts_at(self) -> datetime:
        """Return the first instant, aware."""
        return datetime.combine(self.on, self.begins, SHANGHAI)

    @property
    def ends_at(self) -> datetime:
        """Return the instant after the last, aware."""
        return datetime.combine(self.on, self.ends, SHANGHAI)


@dataclass(frozen=True, slots=True)
class Session:
    """One slot of one class with its room, teachers and equipment (ids), and what is taught."""

    id: str
    class_id: str
    slot: Slot
    room: str
    teachers: tuple[str, ...]
    equipment: tuple[str, ...] = ()
    topic: str = ""

    @property
    def needs(self) -> tuple[tuple[str, str], ...]:
        """Return everything that can be in one place only: (room|teacher|equipment, id)."""
        teachers = [("teacher", one) for one in self.teachers]
        return (("room", self.room), *teachers, *(("equipment", one) for one in self.equipment))


def overlap(one: Slot, other: Slot) -> bool:
    """Tell whether two slots share any time; a slot that begins when another ends does not (Allen: meets)."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def clash(wanted: Iterable[Session], there: Iterable[Session]) -> tuple[Session, Session, str] | None:
    """Return the first wanted session that needs what another has at that time, that other one, and what it is."""
    known = list(there)
    for session in wanted:
        for other in known:
            shared = set(session.needs) & set(other.needs)
            if shared and session.class_id != other.class_id and overlap(session.slot, other.slot):
                return session, other, min(shared)[0]
    return None
