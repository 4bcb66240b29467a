"""What the use cases of papers need of the world."""

from typing import Protocol

from services.loans.domain.papers import Paper


class Papers(Protocol):
    """Photos of papers, one sealed document each."""

    def of(self, application_id: str) -> list[Paper]:
        """Return what is kept for an application, without the pictures, oldest first."""

    def get(self, application_id: str, paper_id: str) -> Paper:
        """Return one of an application; raises NotFound("paper_not_found")."""

    def content(self, paper: Paper) -> bytes | None:
        """Return the picture, None once her key is destroyed."""

    def add(self, paper: Paper, content: bytes) -> None:
        """Keep one, sealed under her key."""

    def remove(self, paper: Paper) -> None:
        """Delete one."""
