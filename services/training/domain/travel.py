"""How long a teacher needs from one room to another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.training.domain.place import Room
from services.training.domain.terms import Terms


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes between rooms (topic training.travel); `units` are those each known room lies in, root first."""

    county: str = ""
    same_county: int = 0
    elsewhere: int = 0
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def over(cls, rooms: Iterable[Room], county: str, terms: Terms) -> "Travel":
        """Return the ways between the rooms that a county sees; any other room is elsewhere."""
        return cls(county, terms.travel_same_county, terms.travel_elsewhere, {room.id: room.path for room in rooms})

    def minutes(self, one: str, other: str) -> int:
        """Return the minutes from one room to another: none inside one unit, less inside the county than beyond."""
        here, there = self.units.get(one), self.units.get(other)
        if one == other or (here is not None and here == there):
            return 0
        near = here is not None and there is not None and self.county in here and self.county in there
        return self.same_county if near else self.elsewhere


AT_ONCE = Travel()
