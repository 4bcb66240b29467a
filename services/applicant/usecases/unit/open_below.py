"""An officer of the county or the city opens a unit: a village that was split, an office, a federation of a market."""

from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.unit import Kind, Plan, Unit
from services.applicant.usecases.ports import Clock, Deed, Guards, Ledger, Units
from shared import regions
from shared.access import Actor, scope
from shared.errors import Refused
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class OpenBelow:
    """The parent is guarded: it cannot be closed at the same moment."""

    units: Units
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, parent_id: str, plan: Plan, *, by: Actor) -> Unit:
        """Return the new unit; raises NotFound, Refused, Conflict("unit_title_taken", "division_taken")."""
        parent = self.units.get(scope(RULES, by, "unit.edit"), parent_id)
        self.guards.touch(f"unit:{parent_id}")
        unit = parent.open_below(new_id(), plan, self.clock.today())
        check_division(plan, parent)
        self.units.add([unit])
        self.ledger.note(by, Deed("unit.open", "unit", unit.id))
        return unit


def check_division(plan: Plan, parent: Unit) -> None:
    """Raise Refused when a code does not lie in the parent's; offices and federations without a place have none."""
    if plan.division is None:
        return
    if plan.kind is not Kind.FEDERATION or not regions.is_division(plan.division):
        raise Refused("not_a_division")
    if parent.division is None or regions.parent(plan.division) != parent.division:
        raise Refused("division_elsewhere")
