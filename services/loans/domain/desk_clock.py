"""The clock of a desk: working days since a case came, which stands still while we wait for her (domain.md §2.3)."""

from dataclasses import dataclass, replace
from datetime import date

from shared import workdays


@dataclass(frozen=True, slots=True)
class DeskClock:
    """When it began, how many working days the desk has, how many passed while it stood still."""

    started_on: date
    limit: int
    paused: int = 0
    stopped_on: date | None = None

    @property
    def due_on(self) -> date:
        """Return the last day of the limit."""
        return workdays.add(self.started_on, self.limit + self.paused)

    @property
    def stopped(self) -> bool:
        """Tell whether it stands still now."""
        return self.stopped_on is not None

    def used(self, today: date) -> int:
        """Return the working days the desk has had it, never below zero."""
        until = today if self.stopped_on is None else min(self.stopped_on, today)
        return max(0, workdays.between(self.started_on, until) - self.paused)

    def stop(self, today: date) -> "DeskClock":
        """Return the clock standing still from today."""
        return replace(self, stopped_on=today)

    def go_on(self, today: date) -> "DeskClock":
        """Return the clock going on from where it stood."""
        if self.stopped_on is None:
            return self
        waited = max(0, workdays.between(self.stopped_on, today))
        return replace(self, paused=self.paused + waited, stopped_on=None)

    def next(self, today: date, limit: int) -> "DeskClock":
        """Return the clock of the next desk."""
        return DeskClock(today, limit)
