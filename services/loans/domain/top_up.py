"""Money that the treasury puts into a fund: one hand of the finance bureau enters it, another books it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.errors import Invalid, Refused
from shared.machine import move


class State(StrEnum):
    """Where it stands."""

    ENTERED = "entered"
    BOOKED = "booked"
    DROPPED = "dropped"


class Action(StrEnum):
    """What may be done to it."""

    BOOK = "book"
    DROP = "drop"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.ENTERED, Action.BOOK): State.BOOKED,
    (State.ENTERED, Action.DROP): State.DROPPED,
}


@dataclass(slots=True)
class TopUp:
    """One payment into a fund, in fen; `document` is the number of the paper that orders it, `on` the day it came."""

    id: str
    fund_id: str
    amount_fen: int
    document: str
    on: date
    entered_by: str
    state: State = State.ENTERED
    booked_by: str | None = None
    version: int = 0

    def check(self, *, today: date) -> None:
        """Raise Invalid for a day that has not come."""
        if self.on > today:
            raise Invalid({"on": [Refused("day_to_come")]})

    def book(self, *, by: str) -> None:
        """Another hand stands for it; raises Refused("same_person"), Conflict."""
        after = move(MOVES, self.state, Action.BOOK)
        if by == self.entered_by:
            raise Refused("same_person")
        self.state, self.booked_by = after, by

    def drop(self) -> None:
        """It was wrong."""
        self.state = move(MOVES, self.state, Action.DROP)
