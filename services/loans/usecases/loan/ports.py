"""What the use cases of contracts and loans need of the world."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from services.loans.domain.contract import Contract
from services.loans.domain.contract import State as ContractState
from services.loans.domain.loan import Loan, State
from services.loans.domain.loan_papers import Waits
from shared.access import Actor, Scope


@dataclass(frozen=True, slots=True)
class Act:
    """An act of staff that is kept in the audit: what, on which thing, about whom."""

    act: str
    resource: str
    resource_id: str
    person_ids: tuple[str, ...] = ()
    reason: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


class Acts(Protocol):
    """The audit."""

    def note(self, by: Actor, act: Act) -> None:
        """Keep an act; when it cannot be kept it does not happen."""


class Due(Protocol):
    """Work that is due later, promised in this transaction."""

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        """Promise that it runs then; adding it again moves it."""

    def done(self, job: object) -> None:
        """Finish the job whose work this transaction does."""


class Quarters(Protocol):
    """The lists of subsidies, quarter by quarter."""

    def plan(self, loan: Loan) -> None:
        """Promise the list of the quarter in which a loan begins."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list by day: after (day, id), at most `limit` rows."""

    after: tuple[str, str] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A loan in a list, without its account; `listed_on` is the day it is sorted by: due next, or ended."""

    id: str
    number: str
    person_id: str
    place: tuple[str, ...]
    state: State
    balance_fen: int
    next_due_on: date | None
    next_due_fen: int
    overdue_since: date | None
    listed_on: date


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved application in a list: it waits for a contract until `lapses_on`."""

    application_id: str
    number: str
    person_id: str
    place: tuple[str, ...]
    amount_fen: int
    lapses_on: date


class Contracts(Protocol):
    """Contracts by id, by application, by state."""

    def get(self, scope: Scope, contract_id: str) -> Contract:
        """Return one inside the scope; raises NotFound("contract_not_found")."""

    def numbered(self, scope: Scope, number: str) -> Contract | None:
        """Return the newest contract that counts with that number inside the scope."""

    def live(self, application_id: str) -> Contract | None:
        """Return the one that counts of an application."""

    def listed(self, scope: Scope, state: ContractState, limit: int) -> list[Contract]:
        """Return those in a state, oldest first."""

    def approved(self, scope: Scope, limit: int) -> list[Approved]:
        """Return approved applications, those that lapse first in front."""

    def add(self, one: Contract) -> None:
        """Store a new one; an application has one that counts."""

    def save(self, one: Contract) -> None:
        """Store a changed one; raises Stale. The filter itself refuses the hand that prepared it."""


class Loans(Protocol):
    """Loans by id, by woman, by state."""

    def get(self, scope: Scope, loan_id: str) -> Loan:
        """Return one inside the scope; raises NotFound("loan_not_found")."""

    def of_person(self, person_id: str) -> list[Loan]:
        """Return all of hers, newest first."""

    def numbered(self, fund_id: str, number: str) -> Loan | None:
        """Return the loan of a county with that receipt."""

    def of_application(self, application_id: str) -> Loan | None:
        """Return the one an application became."""

    def listed(self, scope: Scope, states: Collection[State], page: Page) -> list[Row]:
        """Return a part of the loans in any of the states, by the day on which money is due next."""

    def falling_due(self, scope: Scope, until: date, limit: int) -> list[Loan]:
        """Return the running loans of which something is due by a day, the earliest first."""

    def waiting(self, scope: Scope, what: Waits, limit: int) -> list[Row]:
        """Return the loans that wait for a hand, the oldest first."""

    def to_visit(self, scope: Scope, until: date, limit: int) -> list[Row]:
        """Return the running loans whose next visit is due by a day, those due first in front."""

    def posted(self, today: date, limit: int) -> list[Loan]:
        """Return loans whose write-off is posted on a day, those that end first in front."""

    def outstanding(self, fund_id: str) -> int:
        """Return the principal of all running loans of a fund, in fen."""

    def account_last4(self, one: Loan) -> str:
        """Return the last four digits of the account the money went to, unsealed; empty when none was kept."""

    def add(self, one: Loan, account_last4: str) -> None:
        """Store a new one with its news; the digits are sealed under her key."""

    def save(self, one: Loan) -> None:
        """Store a changed one with its news; raises Stale."""
