"""Questions about the tree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.findings import Read, error
from services.applicant.domain.places import Gazetteer, Place
from services.applicant.domain.unit import Kind, Unit
from services.applicant.usecases.ports import Units
from shared.access import SYSTEM, Actor, scope
from shared.errors import NotFound
from shared.regions import Level

FOUND_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with its ancestors, root first, and what hangs directly below it."""

    unit: Unit
    above: list[Unit]
    children: list[Unit]


@dataclass(frozen=True, slots=True)
class Find:
    """The tree itself holds nothing personal; officers still see only their own part of it."""

    units: Units

    def tops(self, *, by: Actor) -> list[Unit]:
        """Return the units of the officer's posts."""
        return self.units.tops(scope(RULES, by, "unit.read"))

    def branch(self, unit_id: str, *, by: Actor) -> Branch:
        """Return one unit of the officer's part of the tree; raises NotFound."""
        unit = self.units.get(scope(RULES, by, "unit.read"), unit_id)
        return Branch(unit, self.along(unit.path[:-1]), self.units.children(unit_id))

    def successors(self, unit_id: str, *, by: Actor) -> list[Unit]:
        """Return the open villages beside one, in which it may go on; none beside what is no village."""
        unit = self.units.get(scope(RULES, by, "unit.read"), unit_id)
        if unit.kind is not Kind.FEDERATION or unit.level is not Level.VILLAGE or unit.parent is None:
            return []
        beside = (one for one in self.units.children(unit.parent) if one.kind is Kind.FEDERATION)
        return [one for one in beside if one.closed_on is None and one.id != unit_id]

    def named(self, county_id: str, text: str, *, by: Actor) -> list[Unit]:
        """Return open units of a county whose title begins with a text; raises NotFound outside the scope."""
        county = self.units.get(scope(RULES, by, "unit.read"), county_id)
        return self.units.named(county.id, text, FOUND_AT_ONCE)

    def of_division(self, division: str) -> Unit:
        """Return the open federation of a division code; raises NotFound. For the system's own use."""
        unit = self.units.of_division(division)
        if unit is None:
            raise NotFound("unit_not_found")
        return unit

    def office(self, county_id: str, kind: Kind) -> Unit:
        """Return a county's open office of a kind; raises NotFound. For the system's own use."""
        found = [unit for unit in self.units.children(county_id) if unit.kind is kind and unit.closed_on is None]
        if not found:
            raise NotFound("unit_not_found")
        return found[0]

    def get(self, unit_id: str) -> Unit:
        """Return any unit; raises NotFound. For the system's own use."""
        return self.units.get(SYSTEM, unit_id)

    def some(self, unit_ids: Iterable[str]) -> dict[str, Unit]:
        """Return those that are known, by id. For the system's own use."""
        return self.units.some(unit_ids)

    def along(self, path: Sequence[str]) -> list[Unit]:
        """Return the units along a path, root first. For the system's own use."""
        known = self.units.some(path)
        return [known[one] for one in path if one in known]

    def roots(self) -> list[Unit]:
        """Return the federation that was set up. For the system's own use."""
        return self.units.tops(SYSTEM)

    def counties(self) -> list[Unit]:
        """Return the open county federations, for a form that asks where she lives."""
        return [unit for unit in self._below_root(Level.COUNTY) if unit.kind is Kind.FEDERATION]

    def gazetteer(self, county_id: str) -> Gazetteer:
        """Return the names of one county's places; raises NotFound for anything but an open county federation."""
        county = self.units.get(SYSTEM, county_id)
        if county.level is not Level.COUNTY or county.kind is not Kind.FEDERATION or county.closed_on is not None:
            raise NotFound("unit_not_found")
        above = self.units.some(county.path[:-1])
        return Gazetteer(county, self.units.below(county_id), [unit.title for unit in above.values()])

    def place(self, county_id: str, typed: str) -> Read[Place]:
        """Read a place somebody types about herself: what is only suggested is told as an error, to be typed again."""
        found = self.gazetteer(county_id).find(typed)
        if found.value is None or found.value.exact:
            return found
        told = [error(one.field, one.slug, **one.facts) for one in found.findings]
        return Read(None, tuple(told))

    def _below_root(self, level: Level) -> list[Unit]:
        return [
            child
            for root in self.units.tops(SYSTEM)
            for child in self.units.children(root.id)
            if child.level is level and child.closed_on is None
        ]
