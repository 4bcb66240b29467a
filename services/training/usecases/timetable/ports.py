"""What the timetable and its calendars need of the world."""

from collections.abc import Collection
from datetime import date
from typing import Protocol

from services.training.domain.feed import Feed
from services.training.domain.week import Planned
from shared.access import Scope


class Weeks(Protocol):
    """The read side of the timetable."""

    def between(self, scope: Scope, first: date, last: date) -> list[Planned]:
        """Return the sessions of these days inside the scope, in order of time, at most 2000."""

    def having(self, kind: str, thing: str, first: date, last: date) -> list[Planned]:
        """Return those that need a room or a teacher."""

    def of_classes(self, class_ids: Collection[str], first: date, last: date) -> list[Planned]:
        """Return those of classes."""


class Feeds(Protocol):
    """Calendar feeds."""

    def add(self, one: Feed) -> None:
        """Store a new one."""

    def save(self, one: Feed) -> None:
        """Store a changed one."""

    def of_owner(self, owner: str) -> list[Feed]:
        """Return somebody's, newest first."""

    def behind(self, digest: str) -> Feed | None:
        """Return the one behind the hash of a secret."""
