"""Consent: one per purpose, to a notice whose text is known for ever by its hash; taken back as easily as given."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.errors import Conflict, Refused

REGISTRATION = "registration"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a woman is told before her data are asked for (PIPL art. 17, 23, 29); `must`: nothing goes on without it."""

    purpose: str
    version: str
    title: str
    text: str
    kinds: tuple[str, ...]
    must: bool

    @property
    def hash(self) -> str:
        """Return what proves later which words she saw."""
        return hashlib.sha256(f"{self.purpose}\n{self.title}\n{self.text}".encode()).hexdigest()


@dataclass(slots=True)
class Consent:
    """Her yes to one purpose; `given_by` is herself or the officer who asked her face to face."""

    id: str
    person_id: str
    purpose: str
    version: str
    notice_hash: str
    channel: str
    given_by: str
    at: datetime
    withdrawn_at: datetime | None = None

    def withdraw(self, by: str, now: datetime) -> None:
        """Take it back; what was registered stays until she asks for erasure."""
        if by != self.person_id:
            raise Refused("only_she_withdraws")
        if self.withdrawn_at is not None:
            raise Conflict("consent_withdrawn")
        if self.purpose == REGISTRATION:
            raise Refused("ask_for_erasure")
        self.withdrawn_at = now


def missing(notices: Sequence[Notice], given: Sequence[str]) -> list[str]:
    """Return the purposes without which she cannot be registered and that were not ticked."""
    return [notice.purpose for notice in notices if notice.must and notice.purpose not in given]
