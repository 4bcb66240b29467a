"""What messages need of the world, and the one thing other use cases need of messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from services.applicant.domain.message import Message, Text


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom: `owner` is the person id, or the challenge's while nobody is known; her place if she has one."""

    owner: str
    phone: str
    scope: tuple[str, ...] = ()


class Messages(Protocol):
    """Messages to phones."""

    def want(self, key: str, to: Recipient, params: Mapping[str, str]) -> str:
        """Promise a message in this transaction, return its id.

        Raises NotFound("unknown_message") and Refused("message_params") for what the catalogue does not have.
        """

    def get(self, message_id: str) -> Message:
        """Return one, opened; raises NotFound("message_not_found")."""

    def save(self, message: Message) -> None:
        """Store a changed one; raises Stale when somebody saved meanwhile."""


class Catalogue(Protocol):
    """The approved texts of today."""

    def text(self, key: str) -> Text:
        """Return one; raises NotFound("unknown_message")."""


class BlockedNumbers(Protocol):
    """Numbers that get no message, by fingerprint."""

    def add(self, phone: str) -> None:
        """Block one; harmless when it is blocked."""

    def remove(self, phone: str) -> None:
        """Lift the block; harmless when there is none."""

    def holds(self, phone: str) -> bool:
        """Tell whether one is blocked."""


class DueWork(Protocol):
    """The job in hand, bound to this transaction."""

    def done(self, job: object) -> None:
        """Finish it; raises Stale when somebody else has it."""
