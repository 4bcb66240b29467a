"""One instrument in one place: what it says, where that stands, on which days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from, and how sure that is (official, press, copy, no)."""

    document: str
    source: str
    verified: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an instrument says only on some of its days: a later notice inside it, or a group that ends earlier."""

    starts_on: date
    ends_on: date | None
    source: Source
    values: Mapping[str, Any]

    def in_force(self, day: date) -> bool:
        """Tell whether it rules on that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Version:
    """One instrument in one place: values in force from `starts_on` to `ends_on`, both included; None = open.

    An `addition` alters single values of whatever else is in force and leaves it its name. `layers` are the ids of
    all versions from which the values were laid together, the nation's first; `documents` has one entry per value and,
    once laid, per table.
    """

    id: str
    topic: str
    division: str
    starts_on: date
    ends_on: date | None
    source: Source
    values: Mapping[str, Any]
    documents: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    addition: bool = False
    alone: bool = False
    layers: tuple[str, ...] = ()

    def document(self, name: str) -> str:
        """Return the number of the document in which a value stands; of a table, that of its most specific value."""
        while name:
            if name in self.documents:
                return self.documents[name]
            name = name.rpartition(".")[0]
        return self.source.document

    def in_force(self, day: date) -> bool:
        """Tell whether it rules on that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def covers(self, division: str) -> bool:
        """Tell whether a place lies in its division."""
        return covers(self.division, division)

    @property
    def depth(self) -> int:
        """Return how specific its division is: the number of digits that its places have in common."""
        return len(_stem(self.division))


def covers(above: str, division: str) -> bool:
    """Tell whether a place lies in a division: county codes end in digits, cities in 00, provinces in 0000."""
    return division.startswith(_stem(above))


def _stem(division: str) -> str:
    own = division.rstrip("0") if len(division) == 6 else division
    return own if len(own) % 2 == 0 or len(division) > 6 else own + "0"
