"""What asking her family needs of the world."""

from typing import Protocol

from services.loans.domain.consent import Consent


class Consents(Protocol):
    """Questions and answers; the latest question to somebody is the one that counts."""

    def of(self, application_id: str) -> dict[str, Consent]:
        """Return the latest of an application by whom it was asked: spouse, guarantor, partner-1."""

    def with_mark(self, mark: bytes) -> Consent | None:
        """Return the one a link belongs to."""

    def add(self, consent: Consent) -> None:
        """Keep a new question."""

    def forget(self, application_id: str, who: str) -> None:
        """Drop what was asked of somebody, and said: another person is named there now."""

    def save(self, consent: Consent) -> None:
        """Keep an answer; raises Stale when somebody answered meanwhile."""
