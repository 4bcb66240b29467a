"""Do the counters say what a full count says? Looked at each night, and whenever somebody asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from services.applicant.domain.journey import Cell
from services.applicant.usecases.dispatch.ports import MonthCounters, Months
from services.applicant.usecases.journey.ports import Counters, DueWork, Journeys
from services.applicant.usecases.ports import Clock
from shared.clock import SHANGHAI

KIND = "check_counters"
KEY = "nightly"
AT = time(3)


class CountersDiffer(Exception):
    """Numbers on pages are not the lengths of their lists; a rebuild of the journey counts them anew."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A cell whose counter is wrong."""

    cell: Cell
    counted: int
    rows: int


@dataclass(frozen=True, slots=True)
class CheckCounters:
    """Compares within one moment's data, so that what is written meanwhile does not look like a difference."""

    journeys: Journeys
    counters: Counters
    months: Months
    month_counters: MonthCounters
    due: DueWork
    clock: Clock

    def __call__(self) -> list[Differing]:
        """Return every cell of the journey and of the monthly tables that differs; none is as it should be."""
        return [
            *_differing(self.journeys.full_count(), self.counters.cells()),
            *_differing(self.months.full_count(), self.month_counters.cells()),
        ]

    def plan(self) -> None:
        """Promise the check of the coming night; promising it again changes nothing."""
        now = self.clock.now()
        self.due.add(KIND, KEY, night_after(now) - now)

    def tonight(self, job: object, found: Sequence[Differing]) -> None:
        """Finish the job and promise the next; raises CountersDiffer, so that the failed job alarms somebody."""
        if found:
            raise CountersDiffer(f"{len(found)} cells")
        self.due.done(job)
        self.plan()


def night_after(now: datetime) -> datetime:
    """Return the next three o'clock in Shanghai."""
    local = now.astimezone(SHANGHAI)
    night = datetime.combine(local.date(), AT, SHANGHAI)
    return night if night > local else night + timedelta(days=1)


def _differing(rows: Mapping[Cell, int], counted: Mapping[Cell, int]) -> list[Differing]:
    return [
        Differing(cell, counted.get(cell, 0), rows.get(cell, 0))
        for cell in sorted(rows.keys() | counted.keys())
        if counted.get(cell, 0) != rows.get(cell, 0)
    ]
