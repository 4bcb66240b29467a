"""What handing in needs of the world beside applications and papers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from services.loans.domain.hand_in import HandIn, Told
from services.loans.domain.route import Route


class HandIns(Protocol):
    """Her hand-ins, each kept sealed as it was."""

    def of(self, application_id: str) -> list[HandIn]:
        """Return those of an application, first to last."""

    def told(self, ids: Sequence[str]) -> Mapping[str, Told]:
        """Return what applicant told last of each of several applications; those it never answered of are left out."""

    def add(self, hand_in: HandIn) -> None:
        """Keep one."""

    def first_between(self, first: date, last: date) -> list[str]:
        """Return the applications whose first hand-in was on these days, both included, in order of their ids."""


class RouteOf(Protocol):
    """The desks of a place (usecases/desk/routes.py)."""

    def __call__(self, path: Sequence[str]) -> Route:
        """Return the route for a woman's place; raises NotFound("no_policy")."""
