"""What can be done with rooms, teachers and looms."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.place import Places, Thing
from services.training.usecases.place.edit import EditPlace
from services.training.usecases.ports import Resources
from shared.access import Actor, scope
from shared.replica import Replica


@dataclass(frozen=True, slots=True)
class PlaceUseCases:
    """Rooms, teachers, equipment and organisers of the units."""

    resources: Resources
    replica: Replica
    edit: EditPlace

    def listed(self, *, by: Actor) -> Places:
        """Return what lies inside the asker's units."""
        return self.resources.of(scope(RULES, by, "room.read"))

    def near(self, unit_id: str) -> Places:
        """Return what a unit may plan with, of its own and lent by those above; nothing for an unknown unit."""
        unit = self.replica.units.get(unit_id)
        return self.resources.near(unit.path) if unit else Places()

    def put(self, one: Thing) -> None:
        """Store one, new or changed; for set-up, not for the web."""
        self.resources.put(one)
