"""The grid a week is drawn on: quarters of an hour from 08:00, and which classes are crafts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from services.training.domain.session import Slot
from services.training.domain.week import Planned

FIRST = 8 * 4  # quarters of an hour: the grid begins at 08:00
LAST = 18 * 4


@dataclass(frozen=True, slots=True)
class Grid:
    """Where a slot lies in its day, in quarters of an hour from 08:00."""

    hours: range

    @classmethod
    def over(cls, found: Sequence[Planned]) -> "Grid":
        """Return the grid from 08:00 to 18:00, or to the end of a class in the evening."""
        latest = max([LAST, *(_quarter(one.session.slot.ends, up=True) for one in found)])
        return cls(range(FIRST // 4, -(-latest // 4)))

    @staticmethod
    def row(slot: Slot) -> int:
        """Return the first row, counted from 1."""
        return max(0, _quarter(slot.begins) - FIRST) + 1

    @staticmethod
    def rows(slot: Slot) -> int:
        """Return how many rows it takes."""
        return max(1, _quarter(slot.ends, up=True) - max(FIRST, _quarter(slot.begins)))


def _quarter(at: time, *, up: bool = False) -> int:
    minutes = at.hour * 60 + at.minute
    return -(-minutes // 15) if up else minutes // 15


def crafts_of(found: Iterable[Planned]) -> set[str]:
    """Return the ids of the sessions of crafts, which have the darker rule."""
    return {one.session.id for one in found if one.course.startswith("HW-")}
