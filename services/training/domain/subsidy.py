"""The subsidy of a class: what each woman counts for by the dated table, and the claim from coordinator to payment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from services.training.domain.course import Course
from services.training.domain.subsidy_table import SubsidyRule
from services.training.domain.terms import Terms
from shared.clock import SHANGHAI
from shared.errors import Refused
from shared.machine import move

LEAST_REASON = 4


class State(StrEnum):
    """Where a claim stands."""

    CLAIMED = "claimed"
    REVIEWED = "reviewed"
    AGREED = "agreed"
    PAID = "paid"
    RETURNED = "returned"


class Action(StrEnum):
    """What may happen to a claim."""

    CLAIM = "claim"
    REVIEW = "review"
    AGREE = "agree"
    PAY = "pay"
    HAND_BACK = "hand_back"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.CLAIMED, Action.REVIEW): State.REVIEWED,
    (State.CLAIMED, Action.HAND_BACK): State.RETURNED,
    (State.REVIEWED, Action.AGREE): State.AGREED,
    (State.REVIEWED, Action.HAND_BACK): State.RETURNED,
    (State.AGREED, Action.PAY): State.PAID,
    (State.AGREED, Action.HAND_BACK): State.RETURNED,
    (State.RETURNED, Action.CLAIM): State.CLAIMED,
}
OPEN = frozenset({State.CLAIMED, State.REVIEWED, State.AGREED, State.RETURNED})


@dataclass(frozen=True, slots=True)
class Subsidised:
    """One training of hers that was paid for, in whatever county: its trade and level, the last day of its class.

    `class_id` is empty where a ledger of before tells of it, whose row may stand for several `times`.
    """

    person_id: str
    class_id: str
    trade: str
    rank: int
    on: date
    path: tuple[str, ...] = ()
    times: int = 1

    @property
    def key(self) -> str:
        """Return what can be there once only: a woman, a trade, a year."""
        return f"{self.person_id}:{self.trade}:{self.on.year}"


@dataclass(frozen=True, slots=True)
class Head:
    """One woman on a claim: what she counts for in fen, or 0 and why not (a slug).

    `job_fen` is how much of it she counts for because she found work.
    """

    enrolment_id: str
    person_id: str
    number: str
    fen: int
    why: str = ""
    job_fen: int = 0


@dataclass(frozen=True, slots=True)
class Basis:
    """What a claim is counted by: the version of the table, and what the class was; `trade` is its 工种."""

    policy_id: str
    document: str
    course: str
    trade: str
    rank: int
    on: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """One woman of the class: her place, the number of her certificate that counts ("" = none), what she had before.

    `employed`: it is known that she found work in the months that the table asks for.
    """

    enrolment_id: str
    person_id: str
    number: str
    before: tuple[Subsidised, ...] = ()
    employed: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One step of a claim: what, by whom (id), at whose office (role), when, and the reason of a return."""

    action: Action
    by: str
    role: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """The money: the day it went out and the number of the voucher."""

    on: date
    voucher: str


@dataclass(slots=True)
class Claim:
    """One class's claim; `path` are the units of the class, `office` HR's unit that decides."""

    id: str
    class_id: str
    path: tuple[str, ...]
    office: str
    basis: Basis
    heads: tuple[Head, ...]
    state: State = State.CLAIMED
    acts: list[Act] = field(default_factory=list)
    pay_by: date | None = None
    paid: Payment | None = None
    version: int = 0

    @property
    def fen(self) -> int:
        """Return the whole amount."""
        return sum(head.fen for head in self.heads)

    @property
    def counted(self) -> list[Head]:
        """Return the women who count."""
        return [head for head in self.heads if not head.why]

    def claim_again(self, basis: Basis, heads: tuple[Head, ...], act: Act) -> None:
        """Hand in what was returned, counted anew; raises Conflict in another state."""
        self._step(act)
        self.basis, self.heads = basis, heads

    def review(self, act: Act) -> None:
        """Agree for the federation; raises Conflict in another state, Refused("same_person")."""
        self._step(act)

    def agree(self, act: Act, *, pay_by: date) -> None:
        """Agree for HR, with the day until which it is paid; raises Conflict, Refused("same_person")."""
        self._step(act)
        self.pay_by = pay_by

    def hand_back(self, act: Act) -> None:
        """Give it back with a reason; raises Conflict in another state, Refused("reason_missing" | "same_person")."""
        if len(act.reason.strip()) < LEAST_REASON:
            raise Refused("reason_missing", least=LEAST_REASON)
        self._step(act)
        self.pay_by = None

    def pay(self, act: Act, payment: Payment) -> None:
        """Note the money; raises Conflict, Refused("same_person" | "day_to_come" | "paid_before_agreed")."""
        problem = self.not_paid_so(payment, _day(act))
        if problem is not None:
            raise problem
        self._step(act)
        self.paid = payment

    def not_paid_so(self, payment: Payment, today: date) -> Refused | None:
        """Return why the money cannot have gone out on that day, None when it can."""
        agreed = max((_day(it) for it in self.acts if it.action is Action.AGREE), default=payment.on)
        if payment.on > today:
            return Refused("day_to_come")
        return Refused("paid_before_agreed", on=agreed) if payment.on < agreed else None

    def may(self, action: Action, by: str) -> bool:
        """Tell whether it can take this step now, by this hand."""
        return (self.state, action) in MOVES and not self._had_a_hand(by, action)

    def _step(self, act: Act) -> None:
        after = move(MOVES, self.state, act.action)
        if self._had_a_hand(act.by, act.action):
            raise Refused("same_person")
        self.state = after
        self.acts.append(act)

    def _had_a_hand(self, by: str, action: Action) -> bool:
        """Tell whether somebody acted in this round: since it was last handed in, each step is another person's."""
        if action is Action.CLAIM:
            return False
        last = max((n for n, act in enumerate(self.acts) if act.action is Action.CLAIM), default=0)
        return any(act.by == by for act in self.acts[last:])


def _day(act: Act) -> date:
    return act.at.astimezone(SHANGHAI).date()


def judged(candidates: Iterable[Candidate], rule: SubsidyRule, terms: Terms, basis: Basis) -> tuple[Head, ...]:
    """Return every woman of a class with what she counts for, or why she does not."""

    def head(one: Candidate) -> Head:
        why = why_not(one, rule, terms, basis)
        if why:
            return Head(one.enrolment_id, one.person_id, one.number, 0, why)
        fen = rule.fen(basis.course, employed=one.employed)
        return Head(one.enrolment_id, one.person_id, one.number, fen, job_fen=fen - rule.fen(basis.course))

    return tuple(head(one) for one in candidates)


def why_not(one: Candidate, rule: SubsidyRule, terms: Terms, basis: Basis) -> str:
    """Return why she does not count, as a slug, or an empty text.

    A certificate that counts; once per trade and year over all counties; not the same trade at the same or a lower
    level, and no more than the trainings of a lifetime, where the rule in force says so (domain.md §3.1).
    """
    same_trade = [it for it in one.before if it.trade == basis.trade]
    if basis.course in rule.unpaid:
        return "course_not_paid"
    if not one.number:
        return "no_certificate"
    if any(it.on.year == basis.on.year for it in same_trade):
        return "counted_this_year"
    if rule.once_per_level and any(it.rank >= basis.rank for it in same_trade):
        return "had_this_level"
    since, most = terms.subsidised_since, terms.subsidised_most
    if since is not None and most is not None and sum(it.times for it in one.before if it.on >= since) >= most:
        return "lifetime_limit"
    return ""


def basis_of(rule: SubsidyRule, course: Course, on: date) -> Basis:
    """Return what a class of this course that ended on this day is counted by."""
    return Basis(rule.policy_id, rule.document, course.code, course.skill, course.rank, on)
