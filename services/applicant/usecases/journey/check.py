"""Do the counters say what a full count says? Looked at each night, and whenever somebody asks."""

from dataclasses import dataclass

from services.applicant.domain.journey import Cell
from services.applicant.usecases.journey.ports import Counters, Journeys


@dataclass(frozen=True, slots=True)
class Differing:
    """A cell whose counter is wrong."""

    cell: Cell
    counted: int
    rows: int


@dataclass(frozen=True, slots=True)
class CheckCounters:
    """Compares within one snapshot, so that what is written meanwhile does not look like a difference."""

    journeys: Journeys
    counters: Counters

    def __call__(self) -> list[Differing]:
        """Return every cell that differs; none is as it should be."""
        rows, counted = self.journeys.full_count(), self.counters.cells()
        return [
            Differing(cell, counted.get(cell, 0), rows.get(cell, 0))
            for cell in sorted(rows.keys() | counted.keys())
            if counted.get(cell, 0) != rows.get(cell, 0)
        ]
