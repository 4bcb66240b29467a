"""What the use cases of the dispatch need of the world."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from services.applicant.domain.dispatch.facts import Cell, Row
from services.applicant.domain.dispatch.indicators import Indicator
from services.applicant.domain.dispatch.months import Cutoff
from services.applicant.domain.dispatch.plan import Month, Report, Targets


class Months(Protocol):
    """One row per stream; see domain/dispatch/facts.py."""

    def note(self, stream: str, word: str, data: Mapping[str, Any], said: str) -> None:
        """Take one more event, and move the counters by exactly what that changes."""

    def redraw(self, month: str) -> None:
        """Count anew what came too late for a month, after it was locked once more."""

    def page(self, entries: Sequence[str], after: str, limit: int) -> list[Row]:
        """Return rows with a fact that begins under one of "<unit>/<measure>/<month>", by stream."""

    def page_of_all(self, entry: str, after: str, limit: int) -> list[Row]:
        """Return rows with a fact under "<unit>/<measure>" in any month, by stream."""

    def page_of_fixes(self, entry: str, after: str, limit: int) -> list[Row]:
        """Return rows with a correction under "<unit>/<month>", by stream."""

    def full_count(self) -> dict[Cell, int]:
        """Return every cell counted from the rows themselves."""


class MonthCounters(Protocol):
    """Numbers written with the rows they count."""

    def history(self, units: Iterable[str], until: str) -> Sequence[Mapping[str, Any]]:
        """Return every row of some units up to a month: unit, month, n, at."""

    def cells(self) -> dict[Cell, int]:
        """Return every cell that is not zero."""


class TargetBook(Protocol):
    """Targets by year and indicator."""

    def get(self, year: int, indicator: str) -> Targets:
        """Return them, fresh ones when nobody has set any."""

    def of_year(self, year: int) -> dict[str, Targets]:
        """Return all of a year by indicator."""

    def save(self, targets: Targets) -> None:
        """Store them; raises Stale when somebody saved meanwhile."""


class Reports(Protocol):
    """What counties reported by form."""

    def get(self, month: str, unit: str) -> Report:
        """Return what a unit reported for a month, an empty one before."""

    def of_months(self, months: Sequence[str]) -> list[Report]:
        """Return every report of some months."""

    def save(self, report: Report) -> None:
        """Store it; raises Stale when somebody saved meanwhile."""


class Locks(Protocol):
    """Months of the dispatch."""

    def get(self, month: str) -> Month:
        """Return a month, open when nobody has locked it."""

    def save(self, month: Month) -> None:
        """Store it; raises Stale when somebody saved meanwhile."""


class Rulebook(Protocol):
    """The dated data of the dispatch as of today."""

    def cutoff(self) -> Cutoff:
        """Return the cut-off."""

    def answer_workdays(self) -> int:
        """Return within how many working days a county behind for two months answers."""

    def indicators(self) -> list[Indicator]:
        """Return every indicator."""
