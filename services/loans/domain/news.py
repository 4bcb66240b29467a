"""What has happened in loans, as the rules tell it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ApplicationStarted:
    """A draft was begun, by her or by a village officer for her."""

    application_id: str
    person_id: str
    place: tuple[str, ...]
    channel: str
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationWithdrawn:
    """She took it back."""

    application_id: str
    person_id: str
    on: date


News = ApplicationStarted | ApplicationWithdrawn
