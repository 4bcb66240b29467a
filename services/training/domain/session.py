"""A session: who is where, from when to when, and how many minutes of class it counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

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


def overlap(one: Slot, other: Slot, gap: int = 0) -> bool:
    """Tell whether two slots share any time, or lie less than `gap` minutes apart; meeting shares none (Allen)."""
    between = timedelta(minutes=gap)
    return one.starts_at < other.ends_at + between and other.starts_at < one.ends_at + between


def meeting(ours: Iterable[Session], theirs: Iterable[Session]) -> Session | None:
    """Return the first of their sessions that shares time with one of ours, for whoever would be in both."""
    days: dict[date, list[Session]] = {}
    for mine in ours:
        days.setdefault(mine.slot.on, []).append(mine)
    return next(
        (one for one in theirs if any(overlap(one.slot, mine.slot) for mine in days.get(one.slot.on, ()))), None
    )
