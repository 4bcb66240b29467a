"""What the use cases of the journey need of the world."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Protocol

from services.applicant.domain.journey import Cell, Row
from shared.access import Scope


class Journeys(Protocol):
    """One row per woman; see domain/journey.py."""

    def note(self, person_id: str, word: str, data: Mapping[str, Any]) -> None:
        """Fold one more fact into her row, and move the counters by exactly what that changes."""

    def get(self, scope: Scope, person_id: str) -> Row:
        """Return her row where she belongs inside the scope; raises NotFound("journey_not_found")."""

    def hers(self, person_id: str) -> Row | None:
        """Return her row as she sees it herself, None before anything was heard."""

    def page(self, cell: Cell, after: str, limit: int) -> list[Row]:
        """Return the rows behind one number, by id, those past `after`."""

    def full_count(self) -> dict[Cell, int]:
        """Return every cell counted from the rows themselves."""


class Counters(Protocol):
    """Numbers written with the rows they count."""

    def read(self, units: Iterable[str], month: str) -> Mapping[str, Mapping[str, Any]]:
        """Return by unit `n` (stage: count) and `at` (last change); units nobody has reached are left out."""

    def cells(self) -> dict[Cell, int]:
        """Return every cell that is not zero."""


class DueWork(Protocol):
    """Promises, in the transaction that makes or keeps them."""

    def add(self, kind: str, key: str, after: timedelta) -> None:
        """Promise that (kind, key) runs after a while of business time; a second promise replaces the first."""

    def done(self, job: object) -> None:
        """Finish the job in hand; raises Stale when somebody else has it."""
