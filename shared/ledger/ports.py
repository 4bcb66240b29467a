"""What the use cases of ledgers need of the world, and what a service gives for each kind of ledger."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from shared.access import Actor, Scope
from shared.ledger.intake import Intake, Source
from shared.ledger.row import Claim, Entry, Row, Sum


class Intakes(Protocol):
    """Ledgers, their rows, their files, and the keys they have booked."""

    def get(self, scope: Scope, ledger_id: str) -> Intake:
        """Return one inside the scope; raises NotFound("ledger_not_found")."""

    def listed(self, scope: Scope, kind: str, limit: int) -> list[Intake]:
        """Return the newest of a kind."""

    def add(self, one: Intake, file: bytes) -> None:
        """Store a new one; its file is sealed under a key of its own."""

    def save(self, one: Intake) -> None:
        """Store a changed one; raises Stale."""

    def file(self, ledger_id: str) -> bytes | None:
        """Return the file as it was uploaded, None when it is no longer kept."""

    def rows(self, ledger_id: str) -> list[Row]:
        """Return its rows in the order of the sheet."""

    def some(self, ledger_id: str, lines: Collection[int]) -> list[Row]:
        """Return some of its rows in the order of the sheet."""

    def open_rows(self, ledger_id: str, limit: int) -> list[Row]:
        """Return the first rows that are still to be booked."""

    def put_rows(self, ledger_id: str, rows: Sequence[Row]) -> None:
        """Store all rows in place of earlier ones; what they say is sealed."""

    def save_rows(self, ledger_id: str, rows: Sequence[Row]) -> None:
        """Store rows that have ended, and move the progress by as many."""

    def forget_file(self, ledger_id: str) -> None:
        """Delete the file."""

    def forget(self, ledger_id: str) -> None:
        """Destroy its key: file, rows and names of signers cannot be read again."""

    def claims(self, kind: str, keys: Collection[str]) -> dict[str, Claim]:
        """Return which of the keys were booked before."""

    def claim(self, kind: str, claim: Claim) -> None:
        """Note a key as booked; two transactions with one key never both commit."""


class Notes(Protocol):
    """The audit."""

    def note(self, by: Actor, act: str, ledger_id: str, facts: Mapping[str, Any]) -> None:
        """Keep an act of staff; when it cannot be kept it does not happen."""


class Due(Protocol):
    """Work for later, promised in this transaction."""

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        """Promise that it runs then; adding it again moves it."""

    def done(self, job: object) -> None:
        """Finish the job whose work this transaction does."""


class Clock(Protocol):
    """Now."""

    def now(self) -> datetime:
        """Return the business instant."""


class County(Protocol):
    """A county federation as the tree of units knows it."""

    @property
    def id(self) -> str:
        """Return its unit id."""

    @property
    def path(self) -> Sequence[str]:
        """Return its ancestors and itself, root first."""

    @property
    def title(self) -> str:
        """Return its name."""

    @property
    def division(self) -> str | None:
        """Return its division code of six digits."""


class Places(Protocol):
    """The tree of units."""

    def county_of(self, path: Sequence[str]) -> County | None:
        """Return the county federation a path leads through."""

    def names(self, unit_ids: Iterable[str]) -> Mapping[str, str]:
        """Return the titles of units that are known."""


@dataclass(frozen=True, slots=True)
class Came:
    """What was fetched for a row before its transaction: who she is, her card with its seq, how papers name her."""

    person_id: str | None = None
    card: Mapping[str, Any] = field(default_factory=dict)
    paper: Mapping[str, str] = field(default_factory=dict, repr=False)


class Kind(Protocol):
    """One kind of ledger in one service, bound to a transaction."""

    def taken(self, keys: Collection[str]) -> Collection[str]:
        """Return those of the keys that the system itself has given out."""

    def look(self, rows: Sequence[Row], source: Source) -> None:
        """Add to rows what only this service's database can tell of them."""

    def present(self, path: Sequence[str]) -> Iterable[Sum]:
        """Return what the system has in a county now, by township and group."""

    def book(self, entry: Entry, came: Came, source: Source) -> str:
        """Make the fact true, with its news; return the resource's id.

        Raises Refused or Conflict before anything is written.
        """
