"""A county's subsidies of one quarter: prepared as a list per loan, checked by another hand, paid by the treasury."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from services.loans.domain.interest import half_up
from services.loans.domain.schedule import months_later
from shared.errors import Conflict, Invalid, Refused
from shared.machine import move


class Payout(StrEnum):
    """How the money reaches her (domain.md §1.7 no. 6)."""

    NET = "net"
    REFUND_QUARTERLY = "refund_quarterly"
    REFUND_AFTER_REPAYMENT = "refund_after_repayment"


class State(StrEnum):
    """Where a batch stands."""

    PREPARED = "prepared"
    CHECKED = "checked"
    PAID = "paid"
    DROPPED = "dropped"


class Action(StrEnum):
    """What may be done to it."""

    COMPARE = "compare"
    CHECK = "check"
    PAY = "pay"
    DROP = "drop"
    SETTLE = "settle"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.PREPARED, Action.COMPARE): State.PREPARED,
    (State.PREPARED, Action.CHECK): State.CHECKED,
    (State.PREPARED, Action.DROP): State.DROPPED,
    (State.CHECKED, Action.DROP): State.DROPPED,
    (State.CHECKED, Action.PAY): State.PAID,
    (State.PAID, Action.SETTLE): State.PAID,
}
LIVE = frozenset({State.PREPARED, State.CHECKED, State.PAID})


@dataclass(frozen=True, slots=True)
class Item:
    """What the treasury owes for one loan, in fen.

    `days_fen` are the quarter's daily balances added up, `earlier_fen` what earlier quarters still owe or were paid too
    much, `central_fen` the central treasury's part of both, `nation_fen` what the nation's own rule gives of both
    where the place has another (None = all of it), `bank_fen` what the bank counted (None = it did not say),
    `bank_way` how it counted, where that can be told.
    """

    loan_id: str
    person_id: str
    number: str
    first: date
    last: date
    days_fen: int
    rate_bp: int
    interest_fen: int
    subsidy_fen: int
    earlier_fen: int
    central_fen: int
    payout: Payout
    bank_fen: int | None = None
    bank_way: str = ""
    nation_fen: int | None = None

    @property
    def due_fen(self) -> int:
        """Return what is paid for this loan."""
        return self.subsidy_fen + self.earlier_fen

    @property
    def local_fen(self) -> int:
        """Return the part of the places' treasuries."""
        return self.due_fen - self.central_fen

    @property
    def difference_fen(self) -> int:
        """Return how much more the bank counted; 0 when it said nothing."""
        return 0 if self.bank_fen is None else self.bank_fen - self.due_fen


def central_part(due_fen: int, permille: int) -> int:
    """Return the central treasury's part, half up; of what was paid too much it gets as much back."""
    part = half_up(abs(due_fen) * permille, 1000)
    return part if due_fen == abs(due_fen) else -part


@dataclass(frozen=True, slots=True)
class Payment:
    """The treasury's order (拨款文号) and its day; `advanced`: the county paid the central part before it came."""

    document: str
    on: date
    by: str
    advanced: bool = False


@dataclass(slots=True)
class Batch:
    """One quarter of one county's fund; `ends_on` is its last day, `prepared_by` is empty when the calendar did it."""

    id: str
    fund_id: str
    ends_on: date
    prepared_on: date
    prepared_by: str
    advance_after_months: int
    items: Sequence[Item] = ()
    state: State = State.PREPARED
    checked_by: str | None = None
    payment: Payment | None = None
    central_came_on: date | None = None
    version: int = 0
    changed: list[Item] = field(default_factory=list)

    @property
    def sums(self) -> "Sums":
        """Return the fold of its items."""
        return Sums.of(self.items)

    @property
    def advance_from(self) -> date:
        """Return the first day on which the county may pay the central part in advance."""
        return months_later(self.ends_on, self.advance_after_months)

    def compare(self, one: Item, bank_fen: int, bank_way: str = "") -> None:
        """Note what the bank counted for an item, and how; raises Conflict."""
        move(MOVES, self.state, Action.COMPARE)
        after = replace(one, bank_fen=bank_fen, bank_way=bank_way)
        self.items = tuple(after if each.loan_id == one.loan_id else each for each in self.items)
        self.changed.append(after)

    def check(self, *, by: str) -> None:
        """The treasury stands for the list; raises Conflict, Refused("same_person")."""
        after = move(MOVES, self.state, Action.CHECK)
        if by == self.prepared_by:
            raise Refused("same_person")
        self.state, self.checked_by = after, by

    def pay(self, payment: Payment, *, today: date) -> None:
        """Another hand of the treasury pays; raises Conflict, Refused("same_person"), Invalid naming the field."""
        after = move(MOVES, self.state, Action.PAY)
        if payment.by == self.checked_by:
            raise Refused("same_person")
        if payment.on > today:
            raise Invalid({"on": [Refused("day_to_come")]})
        if payment.on <= self.ends_on:
            raise Invalid({"on": [Refused("before_quarter_end", ends_on=self.ends_on)]})
        if payment.advanced and payment.on <= self.advance_from:
            raise Invalid({"advanced": [Refused("too_early_to_advance", after=self.advance_from)]})
        self.state, self.payment = after, payment

    def settle(self, on: date, *, today: date) -> None:
        """The central part that the county paid in advance has come; raises Conflict, Invalid for a day to come."""
        move(MOVES, self.state, Action.SETTLE)
        if self.payment is None or not self.payment.advanced or self.central_came_on is not None:
            raise Conflict("nothing_advanced")
        if on > today:
            raise Invalid({"on": [Refused("day_to_come")]})
        if on < self.payment.on:
            raise Invalid({"on": [Refused("before_payment", paid_on=self.payment.on)]})
        self.central_came_on = on

    def drop(self) -> None:
        """Take it back, to be prepared anew."""
        self.state = move(MOVES, self.state, Action.DROP)


@dataclass(frozen=True, slots=True)
class Sums:
    """A batch added up, in fen; `compared` loans have a figure of the bank, `differing` of them another than ours."""

    loans: int
    interest_fen: int
    subsidy_fen: int
    earlier_fen: int
    due_fen: int
    central_fen: int
    local_fen: int
    compared: int
    differing: int
    difference_fen: int

    @classmethod
    def of(cls, items: Sequence[Item]) -> "Sums":
        """Add them up."""
        return cls(
            loans=len(items),
            interest_fen=sum(one.interest_fen for one in items),
            subsidy_fen=sum(one.subsidy_fen for one in items),
            earlier_fen=sum(one.earlier_fen for one in items),
            due_fen=sum(one.due_fen for one in items),
            central_fen=sum(one.central_fen for one in items),
            local_fen=sum(one.local_fen for one in items),
            compared=sum(one.bank_fen is not None for one in items),
            differing=sum(one.difference_fen != 0 for one in items),
            difference_fen=sum(one.difference_fen for one in items),
        )
