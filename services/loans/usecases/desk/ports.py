"""What the desks need of the world beside the applications themselves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol

from services.loans.domain.application import Application, State
from services.loans.domain.desk_clock import DeskClock
from services.loans.domain.review import Hand
from shared.access import Actor, Scope


@dataclass(frozen=True, slots=True)
class Claim:
    """Who works on a case until when; server time."""

    by: str
    name: str
    until: datetime
    now: datetime
    since: datetime

    @property
    def minutes(self) -> int:
        """Return the whole minutes that are left, never below zero."""
        return max(0, -(-int((self.until - self.now).total_seconds()) // 60))


class Lies(NamedTuple):
    """A case at one desk: the application's id, and the number of the stop."""

    id: str
    at: int


@dataclass(frozen=True, slots=True)
class Row:
    """A case as a queue shows it: codes, days and numbers only; nothing sealed is opened.

    `at` is the number of the stop, `roles` are those that may act there now, `given` is the account it was given to.
    """

    id: str
    at: int
    number: str
    person_id: str
    place: tuple[str, ...]
    office: str
    desk: str
    roles: tuple[str, ...]
    kind: str
    act: str
    clock: DeskClock
    due_on: date
    amount_fen: int
    trade: str | None
    round: int
    claim: Claim | None = None
    skipped_by: tuple[str, ...] = ()
    preparer: Hand | None = None
    given: str = ""
    given_to: str = ""
    near: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    voted: tuple[str, ...] = ()
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """An application in a list by state; nothing sealed is opened."""

    id: str
    number: str
    person_id: str
    place: tuple[str, ...]
    desk: str
    amount_fen: int | None
    started_on: date
    handed_in: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a queue: offices, list (open, returned, proposed), filters, after (due day, id).

    `given_to` is an account, `due` the first and last day (None = open), `persons` those whose name was searched;
    `free` leaves out what somebody holds.
    """

    offices: Collection[str]
    kind: str = "open"
    town: str | None = None
    trade: str | None = None
    amount: tuple[int, int] | None = None
    number: str | None = None
    after: tuple[str, str] | None = None
    limit: int = 50
    given_to: str | None = None
    due: tuple[date | None, date | None] = (None, None)
    persons: tuple[str, ...] | None = None
    free: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """What lies on the desks of some offices: by list, and the open cases by due day."""

    lists: Mapping[str, int] = field(default_factory=dict)
    due: Mapping[str, int] = field(default_factory=dict)

    def between(self, first: date | None, last: date | None) -> int:
        """Return how many open cases are due from `first` to `last`, both included; None = open end."""
        return sum(
            count
            for day, count in self.due.items()
            if (first is None or day >= first.isoformat()) and (last is None or day <= last.isoformat())
        )


class Queues(Protocol):
    """The read side of the desks."""

    def rows(self, wanted: Wanted) -> list[Row]:
        """Return cases of some offices, the earliest due first."""

    def load(self, offices: Collection[str]) -> Load:
        """Return the counters of some offices."""

    def in_state(self, scope: Scope, state: State, after: str | None, limit: int) -> list[Listed]:
        """Return the applications in a state inside the scope, newest first, those before the id `after`."""

    def held(self, account: str) -> list[Row]:
        """Return the cases an officer holds now, the lease that ends first in front."""


class Claims(Protocol):
    """Leases on cases, in the database, in server time."""

    def take(self, lies: Lies, account: str, name: str, minutes: int) -> bool:
        """Claim one on a desk that nobody else holds, or renew one's own; one atomic update."""

    def take_each(self, found: Sequence[tuple[Lies, Actor]], minutes: int) -> None:
        """Claim several that are free, each for its officer; raises Conflict("changed_meanwhile") if one is not."""

    def drop(self, application_id: str, account: str) -> bool:
        """Put one's own back; return whether there was one."""

    def given(self, lies: Lies) -> tuple[str, str]:
        """Return the account and name that a case was given to, ("", "") for nobody."""

    def of(self, lies: Lies) -> Claim | None:
        """Return the lease that runs now."""

    def skip(self, lies: Lies, account: str, reason: str) -> None:
        """Note that an officer passed it over, and why (a code)."""


class Reserve(Protocol):
    """The fund's promise (services/loans/usecases/fund)."""

    def __call__(self, *, application: Application, by: Actor) -> str:
        """Return the guarantee number; raises Refused("no_headroom", missing_fen=…)."""


class Release(Protocol):
    """The end of that promise."""

    def __call__(self, *, application_id: str) -> None:
        """Free what is reserved; nothing when there is none."""


class Due(Protocol):
    """Work that is due later, promised in this transaction."""

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        """Promise that it runs then; adding it again moves it."""

    def done(self, job: object) -> None:
        """Finish the job whose work this transaction does."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One photo of a visit."""

    content: bytes


class Pictures(Protocol):
    """Photos of visits, sealed, by album."""

    def put(self, application: Application, album: str, pictures: Sequence[Picture]) -> None:
        """Keep the photos of one visit."""

    def get(self, application: Application, album: str, number: int) -> bytes | None:
        """Return one (1 is the first), None when it is not there or her key is gone."""


class Rates(Protocol):
    """Dated values for contracts (services/loans/usecases/loan)."""

    def ceilings(self, path: Sequence[str], on: date) -> dict[str, int]:
        """Return the highest rate on each base a contract may choose on a day, in basis points."""
