"""A loan contract: prepared by one hand of the bank, confirmed by another; held against what was approved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.loans.domain.schedule import Plan
from shared.errors import Invalid, Refused
from shared.machine import move


class State(StrEnum):
    """Where a contract stands."""

    PREPARED = "prepared"
    SIGNED = "signed"
    PAID_OUT = "paid_out"
    DROPPED = "dropped"
    LAPSED = "lapsed"


class Action(StrEnum):
    """What may be done to it."""

    CONFIRM = "confirm"
    DROP = "drop"
    DISBURSE = "disburse"
    LAPSE = "lapse"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.PREPARED, Action.CONFIRM): State.SIGNED,
    (State.PREPARED, Action.DROP): State.DROPPED,
    (State.PREPARED, Action.LAPSE): State.LAPSED,
    (State.SIGNED, Action.LAPSE): State.LAPSED,
    (State.SIGNED, Action.DISBURSE): State.PAID_OUT,
}
LIVE = frozenset({State.PREPARED, State.SIGNED, State.PAID_OUT})


@dataclass(frozen=True, slots=True)
class Approved:
    """What the last desk said yes to."""

    amount_fen: int
    term_months: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """What stands in the contract; rates in basis points, `base` the LPR it is set against, fixed for its life.

    `refinanced`: its money repays an older loan (借新还旧).
    """

    number: str
    amount_fen: int
    term_months: int
    base: str
    lpr_bp: int
    rate_bp: int
    plan: Plan
    signed_on: date
    refinanced: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """The rate may not be above `lpr_bp` + `above_bp` on the day of signing; `policy_id` says by which rule."""

    approved: Approved
    lpr_bp: int
    above_bp: int
    plans: tuple[str, ...]
    policy_id: str

    @property
    def ceiling_bp(self) -> int:
        """Return the highest rate."""
        return self.lpr_bp + self.above_bp


@dataclass(slots=True)
class Contract:
    """One contract of one application."""

    id: str
    application_id: str
    person_id: str
    scope: tuple[str, ...]
    agreed: Agreed
    prepared_by: str
    prepared_on: date
    state: State = State.PREPARED
    confirmed_by: str | None = None
    version: int = 0

    @property
    def live(self) -> bool:
        """Tell whether it counts: an application has one such contract."""
        return self.state in LIVE

    def confirm(self, *, by: str) -> None:
        """Another hand of the bank stands for it; raises Refused("same_person"), Conflict."""
        after = move(MOVES, self.state, Action.CONFIRM)
        if by == self.prepared_by:
            raise Refused("same_person")
        self.state, self.confirmed_by = after, by

    def drop(self) -> None:
        """Take a prepared one back, to be prepared anew."""
        self.state = move(MOVES, self.state, Action.DROP)

    def lapse(self) -> None:
        """Its application ended before the money went out."""
        self.state = move(MOVES, self.state, Action.LAPSE)

    def pay_out(self) -> None:
        """Its money goes out."""
        self.state = move(MOVES, self.state, Action.DISBURSE)


def percent(rate_bp: int) -> str:
    """Return basis points as they stand on papers: 395 is 3.95."""
    return f"{rate_bp // 100}.{rate_bp % 100:02d}"


def check(agreed: Agreed, bounds: Bounds, *, other_loans: bool, today: date) -> None:
    """Raise Invalid naming every field that goes beyond what was approved or what the rule of that day allows.

    `other_loans`: on the day of signing she, or whoever is her spouse by then, holds a loan that the policy does not
    allow. Who has married since she applied is asked again (domain.md §8 no. 4).
    """
    wrong: dict[str, list[Refused]] = {}
    if other_loans:
        wrong["other_loans"] = [Refused("other_loans_now")]
    if agreed.amount_fen > bounds.approved.amount_fen:
        wrong["amount_fen"] = [Refused("above_approved", most_fen=bounds.approved.amount_fen)]
    if agreed.term_months > bounds.approved.term_months:
        wrong["term_months"] = [Refused("term_too_long", most=bounds.approved.term_months)]
    if agreed.rate_bp > bounds.ceiling_bp:
        facts = {"most": percent(bounds.ceiling_bp), "lpr": percent(bounds.lpr_bp), "above": bounds.above_bp}
        wrong["rate_bp"] = [Refused("rate_above_ceiling", **facts)]
    if agreed.plan not in bounds.plans:
        wrong["plan"] = [Refused("not_listed")]
    if agreed.signed_on > today:
        wrong["signed_on"] = [Refused("day_to_come")]
    if wrong:
        raise Invalid(wrong)
