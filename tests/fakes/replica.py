"""The replica in memory; tests/contract/test_replica.py holds it against the real one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from shared.regions import Level
from shared.replica import FEDERATION, Card, Replica, Unit


@dataclass
class MemoryCards:
    """Cards in a dict; None with a seq is an erased woman."""

    rows: dict[str, tuple[int, Card | None]] = field(default_factory=dict)

    def get(self, person_id: str) -> Card | None:
        return self.rows.get(person_id, (0, None))[1]

    def keep(self, card: Card) -> bool:
        return self._put(card.person_id, card.seq, card)

    def forget(self, person_id: str, seq: int) -> None:
        self._put(person_id, seq, None)

    def _put(self, person_id: str, seq: int, card: Card | None) -> bool:
        newer = self.rows.get(person_id, (0, None))[0] < seq
        if newer:
            self.rows[person_id] = (seq, card)
        return newer


@dataclass
class MemoryUnits:
    """Units in a dict."""

    rows: dict[str, Unit] = field(default_factory=dict)

    def get(self, unit_id: str) -> Unit | None:
        return self.rows.get(unit_id)

    def some(self, unit_ids: Iterable[str]) -> list[Unit]:
        return [self.rows[one] for one in unit_ids if one in self.rows]

    def of_level(self, level: Level) -> list[Unit]:
        here = (
            one for one in self.rows.values() if one.level == level and one.kind == FEDERATION and not one.closed_on
        )
        return sorted(here, key=lambda one: one.division or "")

    def below(self, parents: Iterable[str]) -> list[Unit]:
        wanted = set(parents)
        here = [one for one in self.rows.values() if one.parent in wanted and one.kind == FEDERATION]
        return sorted((one for one in here if not one.closed_on), key=lambda one: one.division or "")

    def office(self, parent: str, kind: str) -> Unit | None:
        return next(iter(self.offices(parent, kind)), None)

    def offices(self, parent: str, kind: str) -> list[Unit]:
        here = [one for one in self.rows.values() if (one.parent, one.kind) == (parent, kind) and not one.closed_on]
        return sorted(here, key=lambda one: (one.opened_on, one.id))

    def put(self, *units: Unit) -> None:
        self.rows |= {unit.id: unit for unit in units}

    def move(self, unit_id: str, parent: str, path: Sequence[str]) -> None:
        for one in [one for one in self.rows.values() if unit_id in one.path]:
            fresh = (*path[:-1], *one.path[one.path.index(unit_id) :])
            self.rows[one.id] = replace(one, path=fresh, parent=parent if one.id == unit_id else one.parent)

    def close(self, unit_id: str, on: date) -> None:
        self.rows[unit_id] = replace(self.rows[unit_id], closed_on=on)


@dataclass
class NotedKeys:
    """Remembers whose key was destroyed."""

    destroyed: list[str] = field(default_factory=list)

    def destroy(self, person_id: str) -> None:
        self.destroyed.append(person_id)


def a_replica(units: Iterable[Unit] = (), cards: Iterable[Card] = ()) -> Replica:
    """Return a replica that knows these."""
    found = Replica(MemoryCards(), MemoryUnits(), NotedKeys())
    for unit in units:
        found.units.put(unit)
    for card in cards:
        found.cards.keep(card)
    return found
