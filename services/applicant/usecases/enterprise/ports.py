"""What enterprises need of the world."""

from collections.abc import Iterable
from typing import Protocol

from services.applicant.domain.enterprise import Enterprise
from shared.access import Scope


class Enterprises(Protocol):
    """Enterprises by id, by woman, by place."""

    def get(self, scope: Scope, enterprise_id: str) -> Enterprise:
        """Return one inside the scope; raises NotFound("enterprise_not_found")."""

    def some(self, enterprise_ids: Iterable[str]) -> dict[str, Enterprise]:
        """Return those that are known, by id."""

    def of_person(self, person_id: str) -> list[Enterprise]:
        """Return a woman's, oldest first."""

    def page(self, scope: Scope, after: str | None, limit: int) -> list[Enterprise]:
        """Return those inside the scope, newest first, before the id `after`."""

    def add(self, enterprise: Enterprise) -> None:
        """Store a new one with its news; two of one code never both commit."""

    def save(self, enterprise: Enterprise) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile."""
