"""How many have come how far: one place and the places directly below it, now or for one month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from services.applicant.domain.access import RULES
from services.applicant.domain.journey import FUNNEL, NOW, Stage, months_of
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
    """The figures of one place; `above` are its ancestors inside the reader's units, `at` the last change of any.

    `before` are the whole's counts a year ago where a year was asked for.
    """

    whole: Part
    parts: Sequence[Part]
    above: Sequence[Unit]
    at: datetime | None
    today: date
    before: dict[Stage, int] | None = None


@dataclass(frozen=True, slots=True)
class ReadFunnel:
    """Reads counter rows, never the women themselves."""

    counters: Counters
    units: Units
    clock: Clock

    def __call__(self, unit_id: str | None, period: str = NOW, *, by: Actor) -> Funnel:
        """Return the figures of a unit inside the reader's; raises NotFound("unit_not_found")."""
        allowed = scope(RULES, by, "journey.read")
        unit = place_of(self.units, allowed, unit_id)
        below = [one for one in self.units.children(unit.id) if one.kind is Kind.FEDERATION]
        counts, at = self._counts([unit.id, *(one.id for one in below)], period)
        known = self.units.some(unit.path[:-1])
        above = [known[one] for one in unit.path[:-1] if one in known and allowed.holds(known[one].path)]
        parts = [Part(one, counts[one.id]) for one in below]
        before = self._year_before(unit.id, period)
        return Funnel(Part(unit, counts[unit.id]), parts, above, at, self.clock.today(), before)

    def _counts(self, units: Sequence[str], period: str) -> tuple[dict[str, dict[Stage, int]], datetime | None]:
        found = {unit: dict.fromkeys(FUNNEL, 0) for unit in units}
        at: list[datetime] = []
        for month in months_of(period):
            for unit, row in self.counters.read(units, month).items():
                at.append(row["at"])
                for stage in FUNNEL:
                    found[unit][stage] += row["n"].get(stage.value, 0)
        return found, max(at, default=None)

    def _year_before(self, unit: str, period: str) -> dict[Stage, int] | None:
        if len(period) != len("2026"):
            return None
        return self._counts([unit], str(int(period) - 1))[0][unit]


def fell_most(now: dict[Stage, int], before: dict[Stage, int]) -> tuple[Stage, int] | None:
    """Return the step whose rate from the one before fell most in a year, and by how many basis points."""
    falls = [
        (10_000 * before[step] // before[last] - 10_000 * now[step] // now[last], step)
        for last, step in pairwise(FUNNEL)
        if now[last] and before[last]
    ]
    fall, step = max(falls, default=(0, Stage.REGISTERED), key=lambda one: one[0])
    return (step, fall) if fall > 0 else None
