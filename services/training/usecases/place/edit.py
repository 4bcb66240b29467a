"""A coordinator keeps rooms, teachers and looms of her unit and the units below it, and who holds its classes."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.place import Equipment, Organiser, Places, Room, Teacher, Thing
from services.training.domain.timetable import HORIZON
from services.training.domain.training_class import TrainingClass
from services.training.usecases.catalogue import Catalogue
from services.training.usecases.ports import Classes, Clock, Deed, Guards, Ledger, Resources
from services.training.usecases.timetable.ports import Weeks
from shared.access import Actor, can, scope
from shared.errors import Conflict, NotFound, Refused
from shared.policy import NATION
from shared.replica import Replica, Unit

AHEAD = 3 * HORIZON  # a class that begins on the last day that can be planned is over by then


@dataclass(frozen=True, slots=True)
class EditPlace:
    """What a planned class needs is not taken from it: too few seats or looms are refused by its number."""

    resources: Resources
    weeks: Weeks
    classes: Classes
    replica: Replica
    catalogue: Catalogue
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, one: Thing, *, by: Actor) -> Thing:
        """Store one, new or changed.

        Raises NotFound("unit_not_found" | "room_not_found" | "place_not_found"), Refused("room_in_use" |
        "looms_in_use" | "teacher_in_use" | "place_in_use") naming a class that needs more, or needs it still,
        Conflict("organiser_there") for a second one of a unit.
        """
        if not can(RULES, by, "room.edit", path=one.path):
            raise NotFound("unit_not_found")
        places = self.resources.of(scope(RULES, by, "room.edit"))
        before = self._before(one, places)
        if isinstance(one, Equipment) and one.room not in {room.id for room in places.rooms}:
            raise NotFound("room_not_found")
        if isinstance(one, Organiser):
            self._only_one(one, places)
        elif before is not None:
            self._still_enough(one, before)
        self.guards.touch(f"place:{one.path[-1] if isinstance(one, Organiser) else one.id}")
        self.resources.put(one)
        self.ledger.note(by, Deed("room.edit", type(one).__name__.lower(), one.id))
        return one

    def units(self, *, by: Actor) -> list[Unit]:
        """Return the units in which the asker may keep things: her own and those directly below."""
        own = sorted(scope(RULES, by, "room.edit").units or ())
        return [*self.replica.units.some(own), *self.replica.units.below(own)]

    def _before(self, one: Thing, places: Places) -> Thing | None:
        known: dict[str, Thing] = {each.id: each for each in places.rooms}
        known |= {each.id: each for each in places.teachers} | {each.id: each for each in places.equipment}
        known |= {each.id: each for each in places.organisers}
        before = known.get(one.id)
        elsewhere = before is None and self.resources.some([one.id]) != Places([], [], [], [])
        if elsewhere or (before is not None and type(before) is not type(one)):
            raise NotFound("place_not_found")
        return before

    @staticmethod
    def _only_one(one: Organiser, places: Places) -> None:
        others = [other for other in places.organisers if other.id != one.id and not other.retired]
        if not one.retired and one.path in [other.path for other in others]:
            raise Conflict("organiser_there")

    def _still_enough(self, one: Room | Teacher | Equipment, before: Thing) -> None:
        kind = {Room: "room", Teacher: "teacher", Equipment: "equipment"}[type(one)]
        today = self.clock.today()
        planned = self.weeks.having(kind, one.id, today, today + AHEAD)
        for held in self.classes.some({each.session.class_id for each in planned}):
            if one.retired:
                raise Refused("place_in_use", number=held.plan.number)
            self._enough_for(held, one, before)

    def _enough_for(self, held: TrainingClass, one: Room | Teacher | Equipment, before: Thing) -> None:
        number, plan = held.plan.number, held.plan
        match one:
            case Room():
                if one.seats < plan.capacity:
                    raise Refused("room_in_use", number=number, needed=plan.capacity, given=one.seats)
            case Teacher():
                trade = self.catalogue.course(plan.course, plan.starts_on).trade
                if trade not in one.trades:
                    raise Refused("teacher_in_use", number=number)
            case Equipment():
                each = self.catalogue.terms(self.clock.today(), NATION).persons_per_loom
                moved = isinstance(before, Equipment) and before.room != one.room
                if moved or one.count * each < plan.capacity:
                    raise Refused("looms_in_use", number=number, needed=-(-plan.capacity // each), given=one.count)
