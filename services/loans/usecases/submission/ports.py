"""What handing in needs of the world beside applications and papers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from services.loans.domain.hand_in import HandIn, Told
from services.loans.domain.route import Route


class HandIns(Protocol):
    """Her hand-ins, each kept sealed as it was."""

    def of(self, application_id: str) -> list[HandIn]:
        """Return those of an application, first to last, without a try."""

    def told(self, ids: Sequence[str]) -> Mapping[str, Told]:
        """Return what applicant told last of each of several applications; those it never answered of are left out."""

    def tried_on(self, application_id: str) -> date | None:
        """Return the day of a try that the rules did not let through, None when none is kept."""

    def add(self, hand_in: HandIn) -> None:
        """Keep one; in the place of a try, which is forgotten."""

    def first_between(self, first: date, last: date) -> Mapping[str, date]:
        """Return the day of each application's first hand-in, or of its try, if it lies between two days, included."""


class RouteOf(Protocol):
    """The desks of a place (usecases/desk/routes.py)."""

    def __call__(self, path: Sequence[str]) -> Route:
        """Return the route for a woman's place; raises NotFound("no_policy")."""
