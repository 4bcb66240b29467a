"""What titles need of the world."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from services.applicant.domain.nomination import Nomination, State
from shared.access import Scope


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies together on a list; `proposed` tells whether it waits for the second person."""

    states: tuple[State, ...]
    proposed: bool | None = None


# by whose turn it is: the township's, the county officer's, the county leader's; then where it stands
SHELVES: Mapping[str, Shelf] = {
    "check": Shelf((State.NOMINATED,)),
    "review": Shelf((State.CHECKED,), proposed=False),
    "second": Shelf((State.CHECKED, State.RECOGNISED, State.WATCH), proposed=True),
    "noticed": Shelf((State.NOTICED,)),
    "recognised": Shelf((State.RECOGNISED,)),
    "watch": Shelf((State.WATCH,)),
    "past": Shelf((State.REFUSED, State.REVOKED, State.EXPIRED)),
}


class Nominations(Protocol):
    """Titles on their road and those that hold, by id, by woman, by place."""

    def get(self, scope: Scope, nomination_id: str) -> Nomination:
        """Return one inside the scope; raises NotFound("title_not_found")."""

    def of_person(self, person_id: str) -> list[Nomination]:
        """Return a woman's, newest first."""

    def page(self, scope: Scope, shelf: Shelf, after: str | None, limit: int) -> list[Nomination]:
        """Return those of a shelf inside the scope, newest first, before the id `after`."""

    def counts(self, scope: Scope, shelves: Mapping[str, Shelf], most: int) -> dict[str, int]:
        """Return how many lie on each shelf inside the scope, counted up to `most`."""

    def noticed(self, today: date, limit: int) -> list[Nomination]:
        """Return those that hang out today, wherever, the last ones first."""

    def with_code(self, code: str) -> Nomination | None:
        """Return the one of a public address."""

    def add(self, nomination: Nomination) -> None:
        """Store a new one with its news; the same open title of one holder never twice."""

    def save(self, nomination: Nomination) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile."""


class Defaults(Protocol):
    """Whose loan the guarantee agency had to pay."""

    def note(self, person_id: str, on: date) -> None:
        """Keep that it happened."""

    def holds(self, person_id: str) -> bool:
        """Tell whether it ever happened."""


class Numbers(Protocol):
    """Gapless numbers."""

    def next(self, series: str) -> int:
        """Return the next one of a series, starting at 1."""


class DueWork(Protocol):
    """Promises of this service."""

    def add(self, kind: str, key: str, after: timedelta, payload: Mapping[str, str] | None = None) -> None:
        """Promise that (kind, key) runs after a while of business time."""

    def done(self, job: object) -> None:
        """Finish the job in hand; raises Stale when somebody else has it."""
