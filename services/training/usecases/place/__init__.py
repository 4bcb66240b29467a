"""What can be done with rooms, teachers and looms."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.place import Equipment, Places, Room, Teacher
from services.training.usecases.ports import Resources
from shared.access import Actor, scope


@dataclass(frozen=True, slots=True)
class PlaceUseCases:
    """Rooms, teachers and equipment of the units."""

    resources: Resources

    def listed(self, *, by: Actor) -> Places:
        """Return what lies inside the asker's units."""
        return self.resources.of(scope(RULES, by, "room.read"))

    def put(self, one: Room | Teacher | Equipment) -> None:
        """Store one, new or changed; for set-up, not for the web."""
        self.resources.put(one)
