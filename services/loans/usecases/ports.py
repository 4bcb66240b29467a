"""What the use cases of loans need of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from services.loans.domain.application import Application
from services.loans.domain.review import Hand
from shared.access import Actor, Scope
from shared.running import Asker


class Applications(Protocol):
    """Applications by id, by woman, by place."""

    def get(self, scope: Scope, application_id: str) -> Application:
        """Return one inside the scope; raises NotFound("application_not_found")."""

    def some(self, scope: Scope, ids: Sequence[str]) -> list[Application]:
        """Return those of several that lie inside the scope, in order of their ids."""

    def of_person(self, person_id: str) -> list[Application]:
        """Return all of hers, newest first."""

    def drafts(self, scope: Scope, after: str | None, limit: int) -> list[Application]:
        """Return open drafts inside the scope, newest first, those before the number `after`."""

    def open_in(self, unit_id: str) -> list[Application]:
        """Return those that still go on and lie in a unit."""

    def add(self, application: Application) -> None:
        """Store a new one with its news."""

    def save(
        self,
        application: Application,
        *,
        seconded_by: Hand | None = None,
        decided_by: Hand | None = None,
        voted_by: Hand | None = None,
    ) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile.

        The store itself refuses the second hand (`seconded_by`) that prepared it, a decision (`decided_by`) while
        somebody else's lease runs, a second vote (`voted_by`), and any hand of those the file is about.
        """


class Numbers(Protocol):
    """Numbers that people read, without gaps per county and year."""

    def next(self, kind: str, division: str, year: int) -> int:
        """Return the next one, starting at 1, in this transaction."""


class Guards(Protocol):
    """Rules over several documents hold by touching one name."""

    def touch(self, name: str) -> None:
        """Keep two transactions over the same name from both committing."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An act of staff that is kept in the audit: what, on which application, about whom."""

    act: str
    application_id: str
    person_id: str
    reason: str = ""


class Ledger(Protocol):
    """The audit."""

    def note(self, by: Actor, deed: Deed) -> None:
        """Keep an act; when it cannot be kept it does not happen."""

    def note_each(self, deeds: Sequence[tuple[Asker, Deed]]) -> None:
        """Keep acts of several who asked at once, each under its own request."""


class Clock(Protocol):
    """Today and now."""

    def today(self) -> date:
        """Return the business day."""

    def now(self) -> datetime:
        """Return the business instant."""
