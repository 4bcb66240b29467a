"""A unit gets another title, another parent, or an end."""

from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.unit import Unit
from services.applicant.usecases.ports import Clock, Deed, Guards, Ledger, Persons, Units
from shared.access import Actor, scope
from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class Rename:
    """Another title."""

    units: Units
    ledger: Ledger

    def __call__(self, unit_id: str, title: str, *, by: Actor) -> Unit:
        """Return the unit; raises NotFound, Conflict, Refused."""
        unit = self.units.get(scope(RULES, by, "unit.edit"), unit_id)
        unit.rename(title)
        self.units.save(unit)
        self.ledger.note(by, Deed("unit.rename", "unit", unit.id))
        return unit


@dataclass(frozen=True, slots=True)
class Move:
    """Another parent, for a unit with nothing and nobody in it: rows that carry its path are moved by no job yet."""

    units: Units
    persons: Persons
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, unit_id: str, to: str, *, by: Actor) -> Unit:
        """Return the unit; raises NotFound, Conflict, Refused("unit_has_open_below", "unit_has_women")."""
        inside = scope(RULES, by, "unit.edit")
        unit, parent = self.units.get(inside, unit_id), self.units.get(inside, to)
        for one in sorted((unit_id, to)):
            self.guards.touch(f"unit:{one}")
        below = len(self.units.below(unit_id))
        if below:
            raise Refused("unit_has_open_below", count=below)
        if self.persons.any_in(unit_id):
            raise Refused("unit_has_women")
        unit.move_below(parent, self.clock.today())
        self.units.save(unit)
        self.ledger.note(by, Deed("unit.move", "unit", unit.id))
        return unit


@dataclass(frozen=True, slots=True)
class Close:
    """An end: what it did stays counted where it was."""

    units: Units
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, unit_id: str, *, by: Actor) -> Unit:
        """Return the unit; raises NotFound, Conflict("unit_closed"), Refused("unit_has_open_below", "root_stays")."""
        unit = self.units.get(scope(RULES, by, "unit.edit"), unit_id)
        self.guards.touch(f"unit:{unit_id}")
        unit.close(self.clock.today(), open_below=len(self.units.below(unit_id)))
        self.units.save(unit)
        self.ledger.note(by, Deed("unit.close", "unit", unit.id))
        return unit
