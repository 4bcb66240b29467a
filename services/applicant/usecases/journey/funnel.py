"""How many have come how far: one place and the places directly below it, now or for one month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.applicant.domain.access import RULES
from services.applicant.domain.journey import NOW, ROAD, Stage
from services.applicant.domain.unit import Kind, Unit
from services.applicant.usecases.journey.find import place_of
from services.applicant.usecases.journey.ports import Counters
from services.applicant.usecases.ports import Clock, Units
from shared.access import Actor, scope


@dataclass(frozen=True, slots=True)
class Part:
    """One place and how many women have reached each stage there."""

    unit: Unit
    counts: dict[Stage, int]


@dataclass(frozen=True, slots=True)
class Funnel:
    """The figures of one place; `above` are its ancestors inside the reader's units, `at` the last change of any."""

    whole: Part
    parts: Sequence[Part]
    above: Sequence[Unit]
    at: datetime | None
    today: date


@dataclass(frozen=True, slots=True)
class ReadFunnel:
    """Reads counter rows, never the women themselves."""

    counters: Counters
    units: Units
    clock: Clock

    def __call__(self, unit_id: str | None, month: str = NOW, *, by: Actor) -> Funnel:
        """Return the figures of a unit inside the reader's; raises NotFound("unit_not_found")."""
        allowed = scope(RULES, by, "journey.read")
        unit = place_of(self.units, allowed, unit_id)
        below = [one for one in self.units.children(unit.id) if one.kind is Kind.FEDERATION]
        rows = self.counters.read([unit.id, *(one.id for one in below)], month)

        def part(place: Unit) -> Part:
            n = rows.get(place.id, {}).get("n", {})
            return Part(place, {stage: n.get(stage.value, 0) for stage in ROAD})

        known = self.units.some(unit.path[:-1])
        above = [known[one] for one in unit.path[:-1] if one in known and allowed.holds(known[one].path)]
        at = max((row["at"] for row in rows.values()), default=None)
        return Funnel(part(unit), [part(one) for one in below], above, at, self.clock.today())
