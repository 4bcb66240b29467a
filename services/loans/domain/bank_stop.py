"""A bank whose loans go bad gives no new ones under a fund until finance and HR let it again (§1.5, V25, V26)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.errors import Refused
from shared.machine import move

PERMILLE = 1000


class State(StrEnum):
    """Where a stop stands."""

    STOPPED = "stopped"
    ASKED = "asked"
    RESUMED = "resumed"


class Action(StrEnum):
    """What may be done to it."""

    STOP = "stop"
    ASK = "ask"
    REFUSE = "refuse"
    APPROVE = "approve"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.STOPPED, Action.ASK): State.ASKED,
    (State.ASKED, Action.REFUSE): State.STOPPED,
    (State.ASKED, Action.APPROVE): State.RESUMED,
    (State.RESUMED, Action.STOP): State.STOPPED,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """From which share of bad loans a bank stops, in per mille; `inclusive`: at that share already."""

    permille: int
    inclusive: bool


@dataclass(frozen=True, slots=True)
class Stock:
    """What a bank's running loans still owe under one fund, and how much of it is bad; in fen."""

    owed_fen: int
    bad_fen: int

    @property
    def permille(self) -> int:
        """Return the share of bad loans, downwards; none where nothing is owed."""
        return self.bad_fen * PERMILLE // self.owed_fen if self.owed_fen else 0

    def reaches(self, limit: Limit) -> bool:
        """Tell whether the share is too high, without rounding."""
        bad, most = self.bad_fen * PERMILLE, limit.permille * self.owed_fen
        return bad > most or (limit.inclusive and self.bad_fen > 0 and bad == most)


@dataclass(slots=True)
class BankStop:
    """One bank under one fund that was stopped: since when, at which share; whose hands let it go on."""

    fund_id: str
    bank_id: str
    since: date
    permille: int
    state: State = State.STOPPED
    asked_by: str | None = None
    approved_by: str | None = None
    version: int = 0

    @property
    def stops(self) -> bool:
        """Tell whether the bank gives no new loans now."""
        return self.state is not State.RESUMED

    def stop(self, permille: int, *, today: date) -> None:
        """It went bad again; raises Conflict while it is stopped."""
        self.state = move(MOVES, self.state, Action.STOP)
        self.since, self.permille, self.asked_by, self.approved_by = today, permille, None, None

    def ask(self, stock: Stock, limit: Limit, *, by: str) -> None:
        """Finance asks that it may go on; raises Conflict, Refused("still_bad") with the share of today."""
        after = move(MOVES, self.state, Action.ASK)
        if stock.reaches(limit):
            raise Refused("still_bad", permille=stock.permille, most=limit.permille)
        self.state, self.asked_by = after, by

    def refuse(self) -> None:
        """HR does not agree."""
        self.state, self.asked_by = move(MOVES, self.state, Action.REFUSE), None

    def approve(self, *, by: str) -> None:
        """HR agrees; raises Conflict, Refused("same_person")."""
        after = move(MOVES, self.state, Action.APPROVE)
        if by == self.asked_by:
            raise Refused("same_person")
        self.state, self.approved_by = after, by
