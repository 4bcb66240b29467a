"""A woman in a class: she applies, has a place or waits, and may give it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from services.training.domain.news import Dropped, Enrolled, News, Seat, Waitlisted
from services.training.domain.training_class import TrainingClass
from shared.machine import move


class State(StrEnum):
    """Where she stands."""

    APPLIED = "applied"
    ENROLLED = "enrolled"
    WAITLISTED = "waitlisted"
    DROPPED = "dropped"


class Action(StrEnum):
    """What may happen."""

    ENROL = "enrol"
    WAIT = "wait"
    DROP = "drop"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.APPLIED, Action.ENROL): State.ENROLLED,
    (State.APPLIED, Action.WAIT): State.WAITLISTED,
    (State.WAITLISTED, Action.ENROL): State.ENROLLED,
    (State.WAITLISTED, Action.DROP): State.DROPPED,
    (State.ENROLLED, Action.DROP): State.DROPPED,
}
LIVE = frozenset({State.APPLIED, State.ENROLLED, State.WAITLISTED})
REASONS = ("by_herself", "by_coordinator", "moved_away", "ill", "no_answer")


@dataclass(frozen=True, slots=True)
class Origin:
    """How she came: `channel` is self, officer, roster or ledger; warnings are slugs shown on the class's list."""

    channel: str
    by: str
    at: datetime
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Enrolment:
    """One woman in one class; `rank` is her place in the order of asking, None when she never waited."""

    id: str
    person_id: str
    class_id: str
    path: tuple[str, ...]
    origin: Origin
    state: State = State.APPLIED
    rank: int | None = None
    since: date | None = None
    reason: str = ""
    version: int = 0
    news: list[News] = field(default_factory=list)

    @property
    def live(self) -> bool:
        """Tell whether she has a place or waits for one."""
        return self.state in LIVE

    def seated_in(self, into: TrainingClass, *, today: date) -> None:
        """Take a seat of the class, or the next rank of its waiting list; raises Conflict("class_not_open")."""
        if into.take_seat():
            self._enrolled(into, today)
            return
        self.state, self.rank, self.since = move(MOVES, self.state, Action.WAIT), into.seats.last_rank, today
        self.news.append(Waitlisted(self._seat(into), self.origin.channel, today))

    def promoted_in(self, into: TrainingClass, *, today: date) -> None:
        """Take a freed seat; raises Conflict("class_full")."""
        move(MOVES, self.state, Action.ENROL)
        into.promote()
        self._enrolled(into, today)

    def drop(self, out_of: TrainingClass, *, reason: str, today: date) -> None:
        """Give the place back; raises Conflict when there is none."""
        had_seat = self.state is State.ENROLLED
        self.state, self.reason = move(MOVES, self.state, Action.DROP), reason
        out_of.give_back(seat=had_seat)
        self.news.append(Dropped(self._seat(out_of), reason, today))

    def _enrolled(self, into: TrainingClass, today: date) -> None:
        self.state, self.since = move(MOVES, self.state, Action.ENROL), today
        plan = into.plan
        self.news.append(Enrolled(self._seat(into), self.origin.channel, plan.starts_on, plan.ends_on, today))

    def _seat(self, of: TrainingClass) -> Seat:
        return Seat(self.id, self.person_id, of.id, of.plan.course, of.plan.title)
