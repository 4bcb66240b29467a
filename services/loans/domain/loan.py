"""A loan from the day its money was paid out: repaid, overdue, settled, or paid by the fund (domain.md §2.2 no. 18 on).

A machine of its own beside the application's: the one ends where the other begins (docs/adr, "Two machines").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from services.loans.domain.account import Account, Line, Repayment, Terms
from services.loans.domain.money_news import (
    About,
    LoanCured,
    LoanDisbursed,
    LoanNews,
    LoanOverdue,
    LoanRepaid,
    LoanSettled,
    LoanSubrogated,
)
from services.loans.domain.schedule import months_later
from shared.errors import Conflict, Invalid, Refused
from shared.machine import move


class State(StrEnum):
    """Where a loan stands."""

    ACTIVE = "active"
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
    DEMAND = "demand"
    DECLINE = "decline"
    PAY = "pay"
    RECOVER = "recover"
    CLOSE = "close"
    WRITE_OFF = "write_off"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.ACTIVE, Action.REPAY): State.ACTIVE,
    (State.ACTIVE, Action.SETTLE): State.SETTLED,
    (State.ACTIVE, Action.FALL_DUE): State.OVERDUE,
    (State.OVERDUE, Action.REPAY): State.OVERDUE,
    (State.OVERDUE, Action.CURE): State.ACTIVE,
    (State.OVERDUE, Action.SETTLE): State.SETTLED,
    (State.OVERDUE, Action.DEMAND): State.REVIEW,
    (State.REVIEW, Action.REPAY): State.REVIEW,
    (State.REVIEW, Action.CURE): State.ACTIVE,
    (State.REVIEW, Action.SETTLE): State.SETTLED,
    (State.REVIEW, Action.DECLINE): State.OVERDUE,
    (State.REVIEW, Action.PAY): State.SUBROGATED,
    (State.SUBROGATED, Action.RECOVER): State.RECOVERING,
    (State.RECOVERING, Action.RECOVER): State.RECOVERING,
    (State.SUBROGATED, Action.CLOSE): State.RECOVERED,
    (State.RECOVERING, Action.CLOSE): State.RECOVERED,
    (State.SUBROGATED, Action.WRITE_OFF): State.LOSS,
    (State.RECOVERING, Action.WRITE_OFF): State.LOSS,
}
RUNNING = frozenset({State.ACTIVE, State.OVERDUE, State.REVIEW})
LATE = frozenset({State.OVERDUE, State.REVIEW})


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


@dataclass(frozen=True, slots=True)
class Claim:
    """The bank's demand on the fund: when, who; who prepared the payment; what was paid and has come back, in fen."""

    demanded_on: date
    demanded_by: str
    prepared_by: str | None = None
    paid_on: date | None = None
    paid_by: str | None = None
    paid_fen: int = 0
    recovered_fen: int = 0


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
    closed_on: date | None = None
    version: int = 0
    news: list[LoanNews] = field(default_factory=list)

    @classmethod
    def disbursed(cls, loan_id: str, numbers: tuple[str, str], origin: Origin, terms: Terms) -> "Loan":
        """Return a loan whose money has gone out, or is carried over from a ledger; `numbers`: receipt, contract."""
        loan = cls(loan_id, *numbers, origin, Account(terms))
        first = terms.instalments[0].due_on
        agreed = (terms.amount_fen, terms.term_months, terms.rate_bp, origin.jobs, first, terms.matures_on)
        about = loan._about(terms.disbursed_on)
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
    def pay_by(self) -> date:
        """Return the last day on which the fund should pay: three months after maturity (V26)."""
        return months_later(self.terms.matures_on, 3)

    def repay(self, payment: Repayment) -> None:
        """Book money that came; raises Conflict when it is closed, and Invalid naming the field that cannot be."""
        move(MOVES, self.state, Action.REPAY)
        self._check(payment)
        self.account, was_late = self.account.with_payment(payment), self.state in LATE
        about, today = self._about(payment.on), payment.booked_on
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
        self.news.append(LoanOverdue(self._about(today), late[0].due_on, owed, self.account.balance_fen))
        return True

    def demand(self, *, by: str, today: date) -> None:
        """The bank asks the fund to pay; raises Conflict unless it is overdue."""
        self.state = move(MOVES, self.state, Action.DEMAND)
        self.claim = Claim(today, by)

    def decline(self) -> None:
        """The agency hands the demand back."""
        self.state, self.claim = move(MOVES, self.state, Action.DECLINE), None

    def prepare_payment(self, *, by: str) -> None:
        """An officer of the agency prepares the payment; another hand confirms it."""
        claim = self._claim(Action.PAY)
        self.claim = replace(claim, prepared_by=by)

    def pay(self, *, by: str, today: date) -> tuple[int, int]:
        """The fund pays principal and normal interest in her place, no penalty; returns what was paid, its principal.

        Raises Conflict("not_prepared"), Refused("same_person") for who prepared it.
        """
        claim = self._claim(Action.PAY)
        if claim.prepared_by is None:
            raise Conflict("not_prepared")
        if by == claim.prepared_by:
            raise Refused("same_person")
        principal, interest = self.owed(today)
        self.claim = replace(claim, paid_on=today, paid_by=by, paid_fen=principal + interest)
        self.state = move(MOVES, self.state, Action.PAY)
        self.news.append(LoanSubrogated(self._about(today), principal + interest))
        return principal + interest, principal

    def owed(self, today: date) -> tuple[int, int]:
        """Return principal and interest that settle it on a day."""
        return self.account.payoff(min(today, self.terms.matures_on))

    def recover(self, amount_fen: int, *, today: date) -> None:
        """Money comes back to the fund; closed when all of it has. Raises Invalid above what is still out."""
        claim = self._claim(Action.RECOVER)
        out = claim.paid_fen - claim.recovered_fen
        if amount_fen > out:
            raise Invalid({"amount_fen": [Refused("above_paid_out", most_fen=out)]})
        back = claim.recovered_fen + amount_fen
        self.claim = replace(claim, recovered_fen=back)
        action = Action.CLOSE if back == claim.paid_fen else Action.RECOVER
        self.state = move(MOVES, self.state, action)
        self.closed_on = today if action is Action.CLOSE else None

    def _claim(self, action: Action) -> Claim:
        move(MOVES, self.state, action)
        if self.claim is None:
            raise Conflict("not_in_this_state", state=self.state.value, action=action.value)
        return self.claim

    def _cure(self, about: About) -> None:
        self.state, self.overdue_since, self.claim = move(MOVES, self.state, Action.CURE), None, None
        self.news.append(LoanCured(about, self.account.balance_fen))

    def _about(self, on: date) -> About:
        return About(self.id, self.origin.person_id, self.origin.place, on)

    def _check(self, payment: Repayment) -> None:
        wrong: dict[str, list[Refused]] = {}
        if (day := self._day_refused(payment)) is not None:
            wrong["on"] = [day]
        elif payment.principal_fen > self.account.balance_fen:
            wrong["principal_fen"] = [Refused("above_balance", most_fen=self.account.balance_fen)]
        elif payment.principal_fen + payment.interest_fen <= 0:
            wrong["principal_fen"] = [Refused("nothing_paid")]
        elif (interest := self._interest_refused(payment)) is not None:
            wrong["interest_fen"] = [interest]
        if wrong:
            raise Invalid(wrong)

    def _day_refused(self, payment: Repayment) -> Refused | None:
        if payment.on > payment.booked_on:
            return Refused("day_to_come")
        last = self.account.repayments[-1].on if self.account.repayments else self.terms.starts_on
        return Refused("before_last_booking", last_on=last) if payment.on < last else None

    def _interest_refused(self, payment: Repayment) -> Refused | None:
        until = min(payment.on, self.terms.matures_on)
        most = self.account.with_payment(payment).interest_owed(until) + payment.interest_fen
        if payment.interest_fen > most:
            return Refused("above_interest", most_fen=most)
        left = payment.principal_fen == self.account.balance_fen and payment.interest_fen < most
        return Refused("interest_left", missing_fen=most - payment.interest_fen) if left else None
