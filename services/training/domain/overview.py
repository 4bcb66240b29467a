"""What has to be done for a class by which day, and on which half days a room is free; drawn from facts, not kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.training.domain.filing import AddWorkdays, FilingRule
from services.training.domain.place import Room
from services.training.domain.session import Session, overlap
from services.training.domain.timetable import Half, half_day
from services.training.domain.training_class import State, TrainingClass


class Sort(StrEnum):
    """What is to be done: tell the plan, apply, approve, open, hand the exam's list over, examine, close, check, …"""

    PLAN = "plan"
    APPLY = "apply"
    APPROVE = "approve"
    OPEN = "open"
    EXAM_LIST = "exam_list"
    EXAMINE = "examine"
    CLOSE = "close"
    CHECK = "check"
    CLAIM = "claim"
    ROTATION = "rotation"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing with its last day: for a class, or for `count` officials who are to be trained."""

    sort: Sort
    due_on: date
    klass: TrainingClass | None = None
    count: int = 0


def before_start(one: TrainingClass, rule: FilingRule, add: AddWorkdays) -> Task | None:
    """Return the next step of a class that women cannot enrol in yet, None for any other.

    Where a plan is told it comes before the application; approving and opening have no day in any rule, so the first
    day of class is theirs.
    """
    starts_on = one.plan.starts_on
    if one.state is State.PLANNED:
        if rule.asks_plan and one.told_on is None:
            return Task(Sort.PLAN, rule.plan_by(starts_on, add), one)
        return Task(Sort.APPLY, rule.apply_by(starts_on, add), one)
    sort = {State.FILED: Sort.APPROVE, State.APPROVED: Sort.OPEN}.get(one.state)
    return Task(sort, starts_on, one) if sort else None


@dataclass(frozen=True, slots=True)
class FreeRoom:
    """A room with the half days on which nothing is in it; a day with none is left out."""

    room: Room
    days: Sequence[tuple[date, tuple[Half, ...]]]

    @property
    def halves(self) -> int:
        """Return how many half days it is free."""
        return sum(len(halves) for _, halves in self.days)


def free_rooms(rooms: Iterable[Room], taken: Iterable[Session], days: Sequence[date]) -> list[FreeRoom]:
    """Return the rooms that are free on any half of these days, the freest first."""
    slots: dict[tuple[str, date], list[Session]] = {}
    for session in taken:
        slots.setdefault((session.room, session.slot.on), []).append(session)

    def free(room: Room, day: date) -> tuple[Half, ...]:
        there = slots.get((room.id, day), [])
        return tuple(half for half in Half if not any(overlap(half_day(day, half), it.slot) for it in there))

    found = [FreeRoom(room, [(day, halves) for day in days if (halves := free(room, day))]) for room in rooms]
    return sorted((one for one in found if one.days), key=lambda one: (-one.halves, one.room.title))
