"""A class: what may happen to it, its seats and its waiting list (statuses: domain.md §3.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from services.training.domain.news import ClassClosed, ClassPlanned, ClassStepped, Heads, News
from services.training.domain.timetable import EVERY_DAY, Pattern
from shared.errors import Conflict, Refused
from shared.machine import move


class State(StrEnum):
    """Where a class stands."""

    PLANNED = "planned"
    FILED = "filed"
    APPROVED = "approved"
    ENROLLING = "enrolling"
    RUNNING = "running"
    EXAM = "exam"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What may be done to a class."""

    TELL_PLAN = "tell_plan"
    FILE = "file"
    HAND_BACK = "hand_back"
    APPROVE = "approve"
    OPEN = "open"
    BEGIN = "begin"
    EXAMINE = "examine"
    CLOSE = "close"
    CANCEL = "cancel"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.PLANNED, Action.TELL_PLAN): State.PLANNED,
    (State.PLANNED, Action.FILE): State.FILED,
    (State.FILED, Action.HAND_BACK): State.PLANNED,
    (State.FILED, Action.APPROVE): State.APPROVED,
    (State.APPROVED, Action.OPEN): State.ENROLLING,
    (State.ENROLLING, Action.BEGIN): State.RUNNING,
    (State.RUNNING, Action.EXAMINE): State.EXAM,
    (State.EXAM, Action.CLOSE): State.CLOSED,
    (State.PLANNED, Action.CANCEL): State.CANCELLED,
    (State.FILED, Action.CANCEL): State.CANCELLED,
    (State.APPROVED, Action.CANCEL): State.CANCELLED,
    (State.ENROLLING, Action.CANCEL): State.CANCELLED,
}
TAKES_WOMEN = frozenset({State.ENROLLING, State.RUNNING})
MOVABLE = frozenset({State.PLANNED, State.APPROVED, State.ENROLLING, State.RUNNING})
ENDED = frozenset({State.CLOSED, State.CANCELLED})
EXAMINED = frozenset({State.EXAM, State.CLOSED})


class Hold(StrEnum):
    """What a woman holds of a class: a seat, an offer of one, or a rank in its waiting list."""

    ENROLLED = "enrolled"
    OFFERED = "offered"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Plan:
    """What was planned; only its days change, when sessions move: `minutes` of class time, `path` root first."""

    number: str
    course: str
    title: str
    path: tuple[str, ...]
    capacity: int
    minutes: int
    starts_on: date
    ends_on: date
    room: str
    policy_id: str
    pattern: Pattern = EVERY_DAY


@dataclass(slots=True)
class Hands:
    """Who did which step; who files does not approve."""

    planned_by: str
    filed_by: str | None = None
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody wrote with a step."""

    step: str
    by: str
    on: date
    text: str


@dataclass(slots=True)
class Seats:
    """How many have a place, wait, or are offered one, and the last rank given out; ranks are never given twice."""

    enrolled: int = 0
    waiting: int = 0
    last_rank: int = 0
    offered: int = 0

    @property
    def anybody(self) -> bool:
        """Tell whether anybody holds anything."""
        return bool(self.enrolled or self.waiting or self.offered)

    def add(self, hold: Hold, count: int) -> None:
        """Count more, or fewer, who hold this."""
        setattr(self, hold.value, getattr(self, hold.value) + count)


@dataclass(slots=True)
class TrainingClass:
    """One class. Whoever changes its seats writes its document first, so that others wait or begin again.

    `told_on` is the day on which its plan was told on the province's platform, None while nobody has noted it.
    """

    id: str
    plan: Plan
    hands: Hands
    state: State = State.PLANNED
    seats: Seats = field(default_factory=Seats)
    version: int = 0
    opinions: tuple[Opinion, ...] = ()
    told_on: date | None = None
    news: list[News] = field(default_factory=list)

    @classmethod
    def planned(cls, class_id: str, plan: Plan, *, by: str, today: date) -> "TrainingClass":
        """Return a new class, with its news."""
        begun = cls(class_id, plan, Hands(planned_by=by))
        begun.news.append(
            ClassPlanned(
                class_id=class_id,
                number=plan.number,
                course=plan.course,
                title=plan.title,
                path=plan.path,
                capacity=plan.capacity,
                minutes=plan.minutes,
                starts_on=plan.starts_on,
                ends_on=plan.ends_on,
                on=today,
            )
        )
        return begun

    @property
    def full(self) -> bool:
        """Tell whether every seat is taken or offered."""
        return not self.free

    @property
    def free(self) -> int:
        """Return how many seats nobody has and nobody is offered."""
        return max(0, self.plan.capacity - self.seats.enrolled - self.seats.offered)

    def tell_plan(self, *, today: date) -> None:
        """Note that the province has its plan; raises Conflict in another state, or once it is noted."""
        self.state = move(MOVES, self.state, Action.TELL_PLAN)
        if self.told_on is not None:
            raise Conflict("plan_told_already", on=self.told_on)
        self.told_on = today

    def file(self, *, by: str, today: date) -> None:
        """Hand the plan in; raises Conflict in another state."""
        self.state, self.hands.filed_by = move(MOVES, self.state, Action.FILE), by
        self.news.append(ClassStepped(self.id, "filed", today))

    def hand_back(self, reason: str) -> None:
        """Give it back to its coordinator; raises Conflict in another state, Refused("reason_needed")."""
        after = move(MOVES, self.state, Action.HAND_BACK)
        if not reason.strip():
            raise Refused("reason_needed")
        self.state, self.hands.filed_by = after, None

    def said(self, opinion: Opinion) -> None:
        """Keep what was written with a step; nothing written is nothing kept."""
        if opinion.text.strip():
            self.opinions = (*self.opinions, opinion)

    def approve(self, *, by: str, today: date) -> None:
        """Agree; raises Conflict in another state, Refused("same_person") when the filer herself would agree."""
        after = move(MOVES, self.state, Action.APPROVE)
        if by in (self.hands.filed_by, self.hands.planned_by):
            raise Refused("same_person")
        self.state, self.hands.approved_by = after, by
        self.news.append(ClassStepped(self.id, "approved", today))

    def open(self, *, today: date) -> None:
        """Let women enrol; raises Conflict in another state."""
        self.state = move(MOVES, self.state, Action.OPEN)
        self.news.append(ClassStepped(self.id, "opened", today))

    def begin(self, *, today: date) -> None:
        """Teach from now on; raises Conflict in another state, Refused("class_not_yet") before its first day."""
        after = move(MOVES, self.state, Action.BEGIN)
        if today < self.plan.starts_on:
            raise Refused("class_not_yet", on=self.plan.starts_on)
        self.state = after
        self.news.append(ClassStepped(self.id, "started", today))

    def examine(self, *, unmarked: int) -> None:
        """Go on to the exam; raises Conflict in another state, Refused("sessions_unmarked") with how many are."""
        after = move(MOVES, self.state, Action.EXAMINE)
        if unmarked:
            raise Refused("sessions_unmarked", count=unmarked)
        self.state = after

    def close(self, heads: Heads, *, today: date) -> None:
        """End; raises Conflict in another state, Refused("certificates_missing") while somebody waits for hers."""
        after = move(MOVES, self.state, Action.CLOSE)
        if heads.passed > heads.certified:
            raise Refused("certificates_missing", count=heads.passed - heads.certified)
        self.state, plan = after, self.plan
        self.news.append(ClassClosed(self.id, plan.course, plan.path, plan.minutes, heads, today))

    def cancel(self) -> None:
        """Call it off; raises Conflict in another state, or while women have places in it."""
        after = move(MOVES, self.state, Action.CANCEL)
        if self.seats.anybody:
            raise Conflict("class_has_women", enrolled=self.seats.enrolled, waiting=self.seats.waiting)
        self.state = after

    def movable(self) -> None:
        """Raise Conflict("class_not_movable") while a plan is with its reviewer, and after the last session."""
        if self.state not in MOVABLE:
            raise Conflict("class_not_movable", state=self.state.value)

    def moved(self, first: date, last: date) -> None:
        """Have other first and last days, after its sessions moved."""
        self.plan = replace(self.plan, starts_on=first, ends_on=last)

    def take_seat(self, together: int = 1) -> bool:
        """Take a seat and return True, or join the waiting list and return False; raises Conflict when it is shut.

        While anybody waits a free seat is not for who comes last, nor for one of several who come `together` when there
        are too few for all of them.
        """
        if self.state not in TAKES_WOMEN:
            raise Conflict("class_not_open", state=self.state.value)
        if self.free < together or self.seats.waiting:
            self.seats.add(Hold.WAITING, 1)
            self.seats.last_rank += 1
            return False
        self.seats.add(Hold.ENROLLED, 1)
        return True

    def give_back(self, held: Hold) -> None:
        """Give a seat or an offer back, or leave the waiting list."""
        self.seats.add(held, -1)

    def offer(self) -> None:
        """Keep a free seat for one of the waiting list; raises Conflict("class_full")."""
        self._a_free_seat()
        self.seats.add(Hold.WAITING, -1)
        self.seats.add(Hold.OFFERED, 1)

    def promote(self, held: Hold) -> None:
        """Move one from the waiting list, or from an offer, to a seat; raises Conflict("class_full")."""
        if held is not Hold.OFFERED:
            self._a_free_seat()
        self.seats.add(held, -1)
        self.seats.add(Hold.ENROLLED, 1)

    def _a_free_seat(self) -> None:
        if self.full:
            raise Conflict("class_full", capacity=self.plan.capacity)
