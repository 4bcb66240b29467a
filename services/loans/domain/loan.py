"""A loan from the day its money was paid out: repaid, extended, called in, overdue, settled (domain.md §2.2 no. 18 on).

What the fund pays and gets back is in claim.py. A machine of its own beside the application's: the one ends where the
other begins (docs/adr, "Two machines").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from services.loans.domain.account import Account, Line, Repayment, Terms
from services.loans.domain.loan_papers import Call, Claim, Notice, Visit, Waits, Wish
from services.loans.domain.money_news import (
    About,
    LoanCured,
    LoanDisbursed,
    LoanNews,
    LoanOverdue,
    LoanRepaid,
    LoanSettled,
)
from services.loans.domain.payment import check
from services.loans.domain.schedule import months_later
from shared.machine import move


class State(StrEnum):
    """Where a loan stands."""

    ACTIVE = "active"
    EXTENDED = "extended"
    CALLED = "called"
    OVERDUE = "overdue"
    REVIEW = "subrogation_review"
    SUBROGATED = "subrogated"
    RECOVERING = "recovering"
    RECOVERED = "closed_recovered"
    LOSS = "closed_loss"
    SETTLED = "settled"


class Action(StrEnum):
    """What may be done to it, or happens to it."""

    REPAY = "repay"
    SETTLE = "settle"
    FALL_DUE = "fall_due"
    CURE = "cure"
    RESUME = "resume"
    EXTEND = "extend"
    CALL = "call"
    DEMAND = "demand"
    DECLINE = "decline"
    PAY = "pay"
    RECOVER = "recover"
    CLOSE = "close"
    POST_NOTICE = "post_notice"
    WRITE_OFF = "write_off"
    VISIT = "visit"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.ACTIVE, Action.REPAY): State.ACTIVE,
    (State.ACTIVE, Action.SETTLE): State.SETTLED,
    (State.ACTIVE, Action.FALL_DUE): State.OVERDUE,
    (State.ACTIVE, Action.VISIT): State.ACTIVE,
    (State.EXTENDED, Action.VISIT): State.EXTENDED,
    (State.CALLED, Action.VISIT): State.CALLED,
    (State.OVERDUE, Action.VISIT): State.OVERDUE,
    (State.REVIEW, Action.VISIT): State.REVIEW,
    (State.ACTIVE, Action.EXTEND): State.EXTENDED,
    (State.ACTIVE, Action.CALL): State.CALLED,
    (State.EXTENDED, Action.REPAY): State.EXTENDED,
    (State.EXTENDED, Action.SETTLE): State.SETTLED,
    (State.EXTENDED, Action.FALL_DUE): State.OVERDUE,
    (State.EXTENDED, Action.CALL): State.CALLED,
    (State.CALLED, Action.REPAY): State.CALLED,
    (State.CALLED, Action.SETTLE): State.SETTLED,
    (State.CALLED, Action.FALL_DUE): State.OVERDUE,
    (State.OVERDUE, Action.REPAY): State.OVERDUE,
    (State.OVERDUE, Action.CURE): State.ACTIVE,
    (State.OVERDUE, Action.RESUME): State.EXTENDED,
    (State.OVERDUE, Action.SETTLE): State.SETTLED,
    (State.OVERDUE, Action.DEMAND): State.REVIEW,
    (State.REVIEW, Action.REPAY): State.REVIEW,
    (State.REVIEW, Action.CURE): State.ACTIVE,
    (State.REVIEW, Action.RESUME): State.EXTENDED,
    (State.REVIEW, Action.SETTLE): State.SETTLED,
    (State.REVIEW, Action.DECLINE): State.OVERDUE,
    (State.REVIEW, Action.PAY): State.SUBROGATED,
    (State.SUBROGATED, Action.RECOVER): State.RECOVERING,
    (State.RECOVERING, Action.RECOVER): State.RECOVERING,
    (State.SUBROGATED, Action.CLOSE): State.RECOVERED,
    (State.RECOVERING, Action.CLOSE): State.RECOVERED,
    (State.SUBROGATED, Action.POST_NOTICE): State.SUBROGATED,
    (State.RECOVERING, Action.POST_NOTICE): State.RECOVERING,
    (State.SUBROGATED, Action.WRITE_OFF): State.LOSS,
    (State.RECOVERING, Action.WRITE_OFF): State.LOSS,
}
RUNNING = frozenset({State.ACTIVE, State.EXTENDED, State.CALLED, State.OVERDUE, State.REVIEW})
LATE = frozenset({State.OVERDUE, State.REVIEW})
PAID_BACK = frozenset({State.SETTLED, State.RECOVERED})


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose it is, where it counts (root first), which units may see it, which fund stands for it.

    `source` is system, or ledger for a loan that ran before this system was there; `jobs` are the people it gives work.
    """

    person_id: str
    place: tuple[str, ...]
    scope: tuple[str, ...]
    fund_id: str
    application_id: str | None = None
    source: str = "system"
    jobs: int = 0

    def seen_by(self, office: str) -> "Origin":
        """Return it with one more office that may see the loan: an office sees it from its step on."""
        return replace(self, scope=tuple(dict.fromkeys([*self.scope, office])))


@dataclass(slots=True)
class Loan:
    """One loan; `number` is the bank's receipt (借据), `contract_number` the contract's."""

    id: str
    number: str
    contract_number: str
    origin: Origin
    account: Account
    state: State = State.ACTIVE
    overdue_since: date | None = None
    claim: Claim | None = None
    wish: Wish | None = None
    call: Call | None = None
    notice: Notice | None = None
    visits: tuple[Visit, ...] = ()
    visit_due_on: date | None = None
    closed_on: date | None = None
    version: int = 0
    news: list[LoanNews] = field(default_factory=list)

    @classmethod
    def disbursed(cls, loan_id: str, numbers: tuple[str, str], origin: Origin, terms: Terms) -> "Loan":
        """Return a loan whose money has gone out, or is carried over from a ledger; `numbers`: receipt, contract."""
        loan = cls(loan_id, *numbers, origin, Account(terms))
        first = terms.instalments[0].due_on
        agreed = (terms.amount_fen, terms.term_months, terms.rate_bp, origin.jobs, first, terms.matures_on)
        about = loan.tell(terms.disbursed_on)
        loan.news.append(LoanDisbursed(about, origin.application_id, numbers[0], *agreed, origin.source))
        return loan

    @property
    def terms(self) -> Terms:
        """Return what was agreed."""
        return self.account.terms

    @property
    def balance_fen(self) -> int:
        """Return what she still owes of the principal; nothing to the bank once the fund has paid."""
        return self.account.balance_fen if self.state in RUNNING else 0

    @property
    def next_line(self) -> Line | None:
        """Return the first due date that still asks for money."""
        return self.account.next_line() if self.state in RUNNING else None

    @property
    def waits_for(self) -> Waits | None:
        """Return whose hand is wanted next beside the money itself."""
        if self.call is not None and self.call.confirmed_by is None and (self.state, Action.CALL) in MOVES:
            return Waits.CALL
        if self.wish is not None and self.wish.open and (self.state, Action.EXTEND) in MOVES:
            return Waits.EXTENSION if self.wish.agreed_by else Waits.CONSENT
        posted = self.notice is not None and (self.state, Action.POST_NOTICE) in MOVES
        return Waits.WRITE_OFF if posted else None

    def pay_by(self, months: int) -> date:
        """Return the last day on which the fund should pay: some months after maturity (V26)."""
        return months_later(self.terms.matures_on, months)

    def repay(self, payment: Repayment) -> None:
        """Book money that came; raises Conflict when it is closed, and Invalid naming the field that cannot be."""
        move(MOVES, self.state, Action.REPAY)
        check(self.account, payment)
        self.account, was_late = self.account.with_payment(payment), self.state in LATE
        about, today = self.tell(payment.on), payment.booked_on
        self.news.append(LoanRepaid(about, payment.principal_fen, payment.interest_fen, self.account.balance_fen))
        if was_late and not self.account.late(today):
            self._cure(about)
        if self.account.settled:
            self.state, self.closed_on = move(MOVES, self.state, Action.SETTLE), payment.on
            self.news.append(LoanSettled(about, self.account.was_late(today)))

    def fall_due(self, *, today: date) -> bool:
        """Note that a due date has passed without the money; returns whether that is new."""
        late = self.account.late(today) if self.state in RUNNING else []
        if not late or self.state in LATE:
            return False
        self.state, self.overdue_since = move(MOVES, self.state, Action.FALL_DUE), late[0].due_on
        owed = sum(line.left_fen for line in late)
        self.news.append(LoanOverdue(self.tell(today), late[0].due_on, owed, self.account.balance_fen))
        return True

    def owed(self, today: date) -> tuple[int, int]:
        """Return principal and interest that settle it on a day."""
        return self.account.payoff(min(today, self.terms.matures_on))

    def tell(self, today: date) -> About:
        """Return the head of a piece of news about it."""
        return About(self.id, self.origin.person_id, self.origin.place, today)

    def _cure(self, about: About) -> None:
        again = Action.RESUME if self.terms.extended else Action.CURE
        self.state, self.overdue_since, self.claim = move(MOVES, self.state, again), None, None
        self.news.append(LoanCured(about, self.account.balance_fen))
