"""What is taken when, by thing and day: whether something is free at a time costs one look."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from services.training.domain.session import Session, Slot, overlap
from services.training.domain.travel import AT_ONCE, Travel


@dataclass(frozen=True, slots=True)
class Clash:
    """Something (room, teacher, equipment) that is wanted for a slot while another session has it."""

    kind: str
    thing: str
    slot: Slot
    other: Session


class Bookings:
    """Sessions by everything they need; a teacher also needs the way between two rooms."""

    def __init__(self, sessions: Iterable[Session] = (), travel: Travel = AT_ONCE) -> None:
        self.travel = travel
        self._there: dict[tuple[str, str, date], list[Session]] = defaultdict(list)
        for one in sessions:
            for kind, thing in one.needs:
                self._there[kind, thing, one.slot.on].append(one)

    def holder(self, kind: str, thing: str, slot: Slot, room: str) -> Session | None:
        """Return a session that has a thing when it is wanted in a room, None when it is free."""
        return next(self._holders(kind, thing, slot, room), None)

    def clashes(self, wanted: Iterable[Session]) -> list[Clash]:
        """Return every thing of these sessions with every session that has it at that time."""
        return [
            Clash(kind, thing, one.slot, other)
            for one in wanted
            for kind, thing in one.needs
            for other in self._holders(kind, thing, one.slot, one.room)
        ]

    def _holders(self, kind: str, thing: str, slot: Slot, room: str) -> Iterator[Session]:
        there = self._there.get((kind, thing, slot.on), ())
        return (one for one in there if overlap(slot, one.slot, self._way(kind, room, one.room)))

    def _way(self, kind: str, room: str, other: str) -> int:
        return self.travel.minutes(room, other) if kind == "teacher" else 0
