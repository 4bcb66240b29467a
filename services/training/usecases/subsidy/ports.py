"""What the claims need of the world beside training's usual stores."""

from collections.abc import Collection, Sequence
from typing import Protocol

from services.training.domain.subsidy import Claim, State, Subsidised
from shared.access import Scope


class Claims(Protocol):
    """Claims by id, by class, by place."""

    def get(self, scope: Scope, claim_id: str) -> Claim:
        """Return one inside the scope; raises NotFound("claim_not_found")."""

    def of_classes(self, class_ids: Collection[str]) -> list[Claim]:
        """Return those of classes; a class has one at most."""

    def with_numbers(self, scope: Scope, numbers: Collection[str]) -> list[Claim]:
        """Return those inside the scope that name certificates of these numbers, oldest first."""

    def listed(self, scope: Scope, states: Collection[State], limit: int) -> list[Claim]:
        """Return the newest in any of the states inside the scope."""

    def add(self, one: Claim) -> None:
        """Store a new one."""

    def save(self, one: Claim) -> None:
        """Store a changed one; raises Stale when somebody saved meanwhile."""


class Counted(Protocol):
    """Which trainings of which women were paid for: over all counties, once per woman, trade and year."""

    def of_persons(self, person_ids: Collection[str]) -> list[Subsidised]:
        """Return all of theirs."""

    def claimed(self, keys: Collection[str]) -> set[str]:
        """Return which of the keys a claim counts."""

    def sums(self, path: Sequence[str]) -> list[tuple[str, str, int]]:
        """Return how many a county has, by township (a unit id, empty where none is known) and trade."""

    def put(self, some: Collection[Subsidised]) -> None:
        """Store new ones."""

    def release(self, class_id: str) -> None:
        """Forget those of a class whose claim was handed back."""
