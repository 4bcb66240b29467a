"""A federation is set up: the root, or one county with its towns, villages and offices, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.applicant.domain.unit import OFFICES, Kind, Plan, Unit
from services.applicant.usecases.ports import Clock, Units
from shared import regions
from shared.errors import NotFound
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Found:
    """Units that stand already are left as they are, so that setting up twice changes nothing."""

    units: Units
    clock: Clock

    def root(self, plan: Plan) -> Unit:
        """Return the root of the tree, set up now when it is not there."""
        assert plan.division is not None, "the root is a place"
        root = self.units.of_division(plan.division)
        if root is None:
            root = Unit.root(new_id(), plan, regions.level(plan.division), self.clock.today())
            self.units.add([root])
        return root

    def county(self, county: Plan, below: Sequence[Plan], offices: Sequence[Plan]) -> int:
        """Set up one county under its city, `below` in the order of their codes; returns how many units are new."""
        known, fresh = self._standing(county), []
        for plan in (county, *below):
            assert plan.division is not None, "a federation that is set up is a place"
            if plan.division not in known:
                unit = self._parent(known, plan.division).open_below(new_id(), plan, self.clock.today())
                known[plan.division] = unit
                fresh.append(unit)
        fresh += self._offices(known[str(county.division)], offices)
        self.units.add(fresh)
        return len(fresh)

    def _standing(self, county: Plan) -> dict[str, Unit]:
        city = self.units.of_division(regions.parent(str(county.division)))
        if city is None:
            raise NotFound("unit_not_found")
        there = self.units.of_division(str(county.division))
        all_there = [city, *([there, *self.units.below(there.id)] if there else [])]
        return {unit.division: unit for unit in all_there if unit.division}

    def _parent(self, known: dict[str, Unit], division: str) -> Unit:
        return known[regions.parent(division)]

    def _offices(self, county: Unit, offices: Sequence[Plan]) -> list[Unit]:
        have = {unit.kind for unit in self.units.below(county.id) if unit.parent == county.id}
        missing = [plan for plan in offices if plan.kind not in have]
        return [county.open_below(new_id(), plan, self.clock.today()) for plan in missing]


def office_plans(county_title: str) -> list[Plan]:
    """Return the offices that a county has beside its federation."""
    words = {
        Kind.HR: "人力资源和社会保障局",
        Kind.GUARANTEE: "创业担保中心",
        Kind.BANK: "农村商业银行",
        Kind.FINANCE: "财政局",
        Kind.LEADING_GROUP: "创业担保贷款领导小组",
        Kind.SCHOOL: "妇女培训学校",
    }
    return [Plan(kind, f"{county_title}{words[kind]}") for kind in OFFICES]
