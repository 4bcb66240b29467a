"""A calendar feed: one person's secret address for the sessions of a teacher, a room, a unit, or her own classes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from shared.errors import Conflict


class Kind(StrEnum):
    """Whose sessions."""

    TEACHER = "teacher"
    ROOM = "room"
    UNIT = "unit"
    HERS = "hers"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a feed is of: an id of its kind, and its title as it was called when the feed was made."""

    kind: Kind
    id: str
    title: str


@dataclass(slots=True)
class Feed:
    """`digest` is all that is kept of the secret; after `lapses_on`, or once revoked, the address is not found."""

    id: str
    digest: str
    owner: str
    subject: Subject
    made_on: date
    lapses_on: date
    revoked_on: date | None = None

    def open_on(self, day: date) -> bool:
        """Tell whether the address still answers."""
        return self.revoked_on is None and day <= self.lapses_on

    def revoke(self, today: date) -> None:
        """Let the address answer nobody any more; raises Conflict("revoked_already")."""
        if self.revoked_on is not None:
            raise Conflict("revoked_already")
        self.revoked_on = today


@dataclass(frozen=True, slots=True)
class FeedRule:
    """Topic training.calendar: how many open ones a person has, how long one answers and how far back it shows."""

    most: int
    days: int
    past_days: int


def digest(secret: str) -> str:
    """Return what is kept of a secret: 192 random bits need no salt."""
    return sha256(secret.encode()).hexdigest()
