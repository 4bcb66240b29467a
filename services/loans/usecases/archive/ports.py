"""What archive packages need of the world."""

from typing import Protocol

from services.loans.domain.archive import Archive


class Archives(Protocol):
    """Packages, sealed under the key of the woman they are about."""

    def get(self, archive_id: str) -> Archive:
        """Return one; raises NotFound("archive_not_found")."""

    def of(self, application_id: str, account: str) -> list[Archive]:
        """Return those of an application that one account asked for, newest first."""

    def add(self, one: Archive) -> None:
        """Store a new one, not made yet."""

    def keep(self, one: Archive, pdf: bytes) -> None:
        """Store the paper of one that is made now."""

    def pdf(self, one: Archive) -> bytes | None:
        """Return its paper, None before it is made and once her key is gone."""

    def remove(self, archive_id: str) -> None:
        """Delete one with its paper."""
