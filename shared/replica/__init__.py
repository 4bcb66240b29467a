"""What training and loans keep of applicant's persons and units: opaque cards, and the tree with its titles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from shared.regions import Level

FEDERATION = "federation"


@dataclass(frozen=True, slots=True)
class Card:
    """A woman as other services know her: where she belongs (unit ids, root first), codes that a rule reads.

    `seq` numbers her last event in it: whatever carries a lower or equal one does not overwrite it.
    """

    person_id: str
    path: tuple[str, ...]
    bands: Mapping[str, Any]
    seq: int

    @classmethod
    def of(cls, data: Mapping[str, Any], seq: int) -> "Card":
        """Read a card from an event's data or an internal answer of applicant."""
        return cls(data["person_id"], tuple(data["org_path"]), dict(data["bands"]), seq)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the tree as of the last event about it."""

    id: str
    parent: str | None
    path: tuple[str, ...]
    kind: str
    level: int
    title: str
    division: str | None
    opened_on: date
    closed_on: date | None = None


class Cards(Protocol):
    """Cards by person."""

    def get(self, person_id: str) -> Card | None:
        """Return her card, None when nothing has come about her or she is erased."""

    def keep(self, card: Card) -> bool:
        """Store a card unless a newer one is there; return whether it was new. An erased person stays erased."""

    def forget(self, person_id: str, seq: int) -> None:
        """Erase a card, and remember by its seq that it is gone."""


class Units(Protocol):
    """Units by id."""

    def get(self, unit_id: str) -> Unit | None:
        """Return one unit."""

    def some(self, unit_ids: Iterable[str]) -> list[Unit]:
        """Return those of the units that are known, in any order."""

    def of_level(self, level: Level) -> list[Unit]:
        """Return the open federations of a level, by division."""

    def below(self, parents: Iterable[str]) -> list[Unit]:
        """Return the open federations directly under some units, by division."""

    def offices(self, parent: str, kind: str) -> list["Unit"]:
        """Return the open offices of a kind that hang directly under a unit, the first opened in front."""

    def office(self, parent: str, kind: str) -> Unit | None:
        """Return the open office of a kind (hr, guarantee, bank …) directly under a unit, the first opened."""

    def put(self, *units: Unit) -> None:
        """Store units as they opened."""

    def move(self, unit_id: str, parent: str, path: Sequence[str]) -> None:
        """Hang a unit, and all below it, somewhere else."""

    def close(self, unit_id: str, on: date) -> None:
        """Note the day from which it takes nothing new."""


class Keys(Protocol):
    """Her data key in this service."""

    def destroy(self, person_id: str) -> None:
        """Make all that is sealed for her unreadable."""


@dataclass(frozen=True, slots=True)
class Replica:
    """The use cases of a replica, bound to one transaction."""

    cards: Cards
    units: Units
    keys: Keys

    def card_came(self, data: Mapping[str, Any], seq: int) -> Card | None:
        """Keep what an event or answer says of her; returns the card when it was new."""
        card = Card.of(data, seq)
        return card if self.cards.keep(card) else None

    def person_erased(self, person_id: str, seq: int) -> None:
        """Destroy her key and forget her card."""
        self.keys.destroy(person_id)
        self.cards.forget(person_id, seq)

    def county_of(self, path: Sequence[str]) -> Unit | None:
        """Return the county federation a path leads through, None when the tree has not told of it yet."""
        return at_level(self.units.some(path), Level.COUNTY)

    def counties_of(self, paths: Sequence[Sequence[str]]) -> list[Unit | None]:
        """Return the same for several paths, in their order and in one question."""
        units = {unit.id: unit for unit in self.units.some({unit_id for path in paths for unit_id in path})}
        return [at_level((units[one] for one in path if one in units), Level.COUNTY) for path in paths]

    def titles(self, path: Sequence[str]) -> list[str]:
        """Return the titles along a path, root first, as far as they are known."""
        known = {unit.id: unit.title for unit in self.units.some(path)}
        return [known[unit_id] for unit_id in path if unit_id in known]


def at_level(units: Iterable[Unit], level: Level) -> Unit | None:
    """Return the federation of a level among some units."""
    return next((unit for unit in units if unit.level == level and unit.kind == FEDERATION), None)
