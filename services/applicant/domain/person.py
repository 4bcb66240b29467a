"""A woman, registered once: who she is, where she belongs, and what other services are told of that."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from services.applicant.domain.card import Bands, Card, age_band
from shared.id_number import IdNumber

NO_LOOKS: tuple[str, ...] = ()


class Channel(StrEnum):
    """How she came in."""

    SELF = "self"
    OFFICER = "officer"
    ROSTER = "roster"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Details:
    """What she is asked; sealed wherever it is kept. Codes: domain/categories.py; `ethnic` GB/T 3304 or empty."""

    name: str
    id_no: str
    phone: str
    education: str
    hukou: str
    groups: tuple[str, ...] = ()
    ethnic: str = ""

    @property
    def born_on(self) -> date:
        """Return the day of birth."""
        return IdNumber(self.id_no).born_on


@dataclass(frozen=True, slots=True)
class Origin:
    """How, by whom (an actor id) and when she was registered; `looks` are warnings that somebody should look at."""

    channel: Channel
    by: str
    on: date
    looks: tuple[str, ...] = NO_LOOKS


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    """She is in the system from this day on."""

    person: "Person"


@dataclass(frozen=True, slots=True)
class PersonAmended:
    """Something others know of her is different."""

    person: "Person"
    on: date


News = PersonRegistered | PersonAmended


@dataclass(slots=True)
class Person:
    """One person per ID number. `path` are the units she belongs to, root first; `seq` her last event's number."""

    id: str
    path: tuple[str, ...]
    details: Details
    origin: Origin
    changed_on: date
    used_at: datetime | None = None
    version: int = 0
    seq: int = 0
    news: list[News] = field(default_factory=list)

    @classmethod
    def register(cls, person_id: str, path: Sequence[str], details: Details, origin: Origin) -> "Person":
        """Return a new person with her news."""
        person = cls(person_id, tuple(path), details, origin, origin.on)
        person.news.append(PersonRegistered(person))
        return person

    @property
    def unit(self) -> str:
        """Return the unit she belongs to: her village, or her township where no village was named."""
        return self.path[-1]

    def amend(self, on: date, *, details: Details | None = None, path: Sequence[str] | None = None) -> list[str]:
        """Change what is given; returns the names of the fields that are now different, none when nothing is."""
        after = replace(details, id_no=self.details.id_no) if details else self.details
        changed = [name for name in Details.__slots__ if getattr(after, name) != getattr(self.details, name)]
        if path is not None and tuple(path) != self.path:
            self.path = tuple(path)
            changed.append("place")
        if changed:
            self.details, self.changed_on = after, on
            self.news.append(PersonAmended(self, on))
        return changed

    def card(self) -> Card:
        """Return what others may know of her, as of her last change."""
        details = self.details
        age = age_band(details.born_on, self.changed_on)
        bands = Bands(self.changed_on, age, details.education, details.hukou, details.groups)
        return Card(self.id, self.path, bands, self.seq)
