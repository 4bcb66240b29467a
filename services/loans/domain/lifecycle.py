"""The states of a loan application and the moves between them (domain.md §2.2); desks are data beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where an application stands; which desk it lies at is told by its review."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    CONTRACTED = "contracted"
    FUNDED = "funded"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Action(StrEnum):
    """What may be done to it."""

    SAVE = "save"
    SUBMIT = "submit"
    PASS = "pass"  # noqa: S105  # what a desk does
    FINISH = "finish"
    RETURN = "return"
    RESUBMIT = "resubmit"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    APPEAL = "appeal"
    SIGN = "sign"
    DISBURSE = "disburse"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.DRAFT, Action.SAVE): State.DRAFT,
    (State.DRAFT, Action.SUBMIT): State.IN_REVIEW,
    (State.DRAFT, Action.WITHDRAW): State.WITHDRAWN,
    (State.IN_REVIEW, Action.PASS): State.IN_REVIEW,
    (State.IN_REVIEW, Action.FINISH): State.APPROVED,
    (State.IN_REVIEW, Action.RETURN): State.RETURNED,
    (State.IN_REVIEW, Action.REJECT): State.REJECTED,
    (State.IN_REVIEW, Action.WITHDRAW): State.WITHDRAWN,
    (State.RETURNED, Action.SAVE): State.RETURNED,
    (State.RETURNED, Action.RESUBMIT): State.IN_REVIEW,
    (State.RETURNED, Action.WITHDRAW): State.WITHDRAWN,
    (State.RETURNED, Action.LAPSE): State.LAPSED,
    (State.APPROVED, Action.SIGN): State.CONTRACTED,
    (State.APPROVED, Action.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Action.LAPSE): State.LAPSED,
    (State.REJECTED, Action.APPEAL): State.IN_REVIEW,
    (State.CONTRACTED, Action.LAPSE): State.LAPSED,
    (State.CONTRACTED, Action.DISBURSE): State.FUNDED,
}
OPEN = frozenset({State.DRAFT, State.IN_REVIEW, State.RETURNED, State.APPROVED, State.CONTRACTED})
ON_DESKS = frozenset({State.IN_REVIEW, State.RETURNED})


@dataclass(frozen=True, slots=True)
class Origin:
    """Who it is for and how it began; `channel` is self or officer, then with her consent given to that officer."""

    person_id: str
    place: tuple[str, ...]
    channel: str
    started_on: date
    started_by: str


@dataclass(frozen=True, slots=True)
class Ask:
    """What she asks for; `form` is individual, partner or enterprise."""

    amount_fen: int
    term_months: int
    form: str = "individual"


@dataclass(frozen=True, slots=True)
class Grant:
    """What the last desk agreed to, and the day on which it lapses without a contract."""

    amount_fen: int
    term_months: int
    rate_bp: int
    on: date
    lapses_on: date


@dataclass(frozen=True, slots=True)
class Contract:
    """What was signed, and the last day on which its money may go out (None: for ever, as in earlier years)."""

    number: str
    amount_fen: int
    rate_bp: int
    on: date
    draw_by: date | None = None
