"""A loan application: what may happen to it, and when (states and moves: domain.md §2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from services.loans.domain.draft import Draft, Step, Terms
from services.loans.domain.news import ApplicationStarted, ApplicationWithdrawn, News
from shared.machine import move


class State(StrEnum):
    """Where an application stands; desks come with the review."""

    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What may be done to it."""

    SAVE = "save"
    WITHDRAW = "withdraw"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.DRAFT, Action.SAVE): State.DRAFT,
    (State.DRAFT, Action.WITHDRAW): State.WITHDRAWN,
}
OPEN = frozenset({State.DRAFT})


@dataclass(frozen=True, slots=True)
class Origin:
    """Who it is for and how it began; `channel` is self or officer, then with her consent given to that officer."""

    person_id: str
    place: tuple[str, ...]
    channel: str
    started_on: date
    started_by: str


@dataclass(slots=True)
class Application:
    """One woman's application; `number` is the one people read, DK-431230-2026-000123."""

    id: str
    number: str
    origin: Origin
    state: State = State.DRAFT
    draft: Draft = field(default_factory=Draft)
    withdrawn_on: date | None = None
    version: int = 0
    news: list[News] = field(default_factory=list)

    @property
    def person_id(self) -> str:
        """Return whose it is."""
        return self.origin.person_id

    @property
    def place(self) -> tuple[str, ...]:
        """Return the units it lies in, root first."""
        return self.origin.place

    @property
    def open(self) -> bool:
        """Tell whether it still goes on; she may have one open application."""
        return self.state in OPEN

    @classmethod
    def start(cls, application_id: str, number: str, origin: Origin) -> "Application":
        """Return a new draft, with its news."""
        begun = cls(application_id, number, origin)
        who = (origin.person_id, origin.place, origin.channel, origin.started_on)
        begun.news.append(ApplicationStarted(application_id, *who))
        return begun

    def fill(self, step: Step, answers: dict[str, Any], terms: Terms) -> None:
        """Write one sheet; raises Conflict outside a draft, and Invalid with what the policy does not allow."""
        after = move(MOVES, self.state, Action.SAVE)
        self.draft, self.state = self.draft.with_answers(step, answers, terms), after

    def withdraw(self, *, today: date) -> None:
        """Take it back; raises Conflict when it no longer can be."""
        self.state, self.withdrawn_on = move(MOVES, self.state, Action.WITHDRAW), today
        self.news.append(ApplicationWithdrawn(self.id, self.person_id, today))
