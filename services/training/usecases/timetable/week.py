"""One week of a room, a teacher, a county or a city, in three questions to the database whatever its size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.training.domain.access import RULES
from services.training.domain.place import Places
from services.training.domain.week import Planned, monday_of
from services.training.usecases.ports import Clock, Resources
from services.training.usecases.timetable.ports import Weeks
from shared.access import Actor, scope
from shared.replica import Replica


@dataclass(frozen=True, slots=True)
class Week:
    """`sessions` of the seven days from `monday` on; `units` are the titles of the units that have any, or a room."""

    monday: date
    today: date
    sessions: Sequence[Planned]
    places: Places
    units: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FindWeek:
    """Inside the asker's units."""

    weeks: Weeks
    resources: Resources
    replica: Replica
    clock: Clock

    def __call__(self, day: date | None = None, *, by: Actor) -> Week:
        """Return the week of a day, of today without one."""
        inside, today = scope(RULES, by, "timetable.read"), self.clock.today()
        monday = monday_of(day or today)
        found = self.weeks.between(inside, monday, monday + timedelta(days=6))
        places = self.resources.of(inside)
        homes = {one.path[-1] for one in found} | {room.path[-1] for room in places.rooms}
        units = self.replica.units.some(homes)
        return Week(monday, today, found, places, {unit.id: unit.title for unit in units})
