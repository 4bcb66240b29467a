"""The monthly tables in memory: rows, counters and locks as dictionaries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from services.applicant.domain.dispatch import facts, takes
from services.applicant.domain.dispatch.facts import Cell, Row
from services.applicant.domain.dispatch.months import Calendar, Cutoff

AT = datetime(2026, 11, 24, 2, 20, tzinfo=UTC)
CUTOFF = Cutoff(25, 26, 12)


@dataclass
class MemoryMonths:
    """Rows and counters; also its own MonthCounters."""

    rows: dict[str, Row] = field(default_factory=dict)
    counted: dict[Cell, int] = field(default_factory=dict)
    locks: dict[str, str] = field(default_factory=dict)

    def note(self, stream: str, word: str, data: Mapping[str, Any], said: str) -> None:
        """Take one more event."""
        self._replace(stream, takes.fold(self.rows.get(stream), word, data, (said, self.calendar)))

    def redraw(self, month: str) -> None:
        """Count anew what came too late for a month."""
        for stream, row in list(self.rows.items()):
            if month in row["late"]:
                self._replace(stream, facts.drawn(row["facts"], self.calendar))

    def page(self, entries: Sequence[str], after: str, limit: int) -> list[Row]:
        """Return rows by the months of their facts."""
        return self._page("counts", entries, after, limit)

    def page_of_all(self, entry: str, after: str, limit: int) -> list[Row]:
        """Return rows by their measures."""
        return self._page("has", [entry], after, limit)

    def page_of_fixes(self, entry: str, after: str, limit: int) -> list[Row]:
        """Return rows by their corrections."""
        return self._page("fixes", [entry], after, limit)

    def full_count(self) -> dict[Cell, int]:
        """Count every cell."""
        found: dict[Cell, int] = {}
        for row in self.rows.values():
            for cell, n in facts.cells(row).items():
                found[cell] = found.get(cell, 0) + n
        return {cell: n for cell, n in found.items() if n}

    def history(self, units: Iterable[str], until: str) -> list[dict[str, Any]]:
        """Return the counters of some units."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for (unit, month, what), n in self.counted.items():
            if unit in set(units) and month <= until:
                found.setdefault((unit, month), {"unit": unit, "month": month, "n": {}, "at": AT})["n"][what] = n
        return list(found.values())

    def cells(self) -> dict[Cell, int]:
        """Return every cell that is not zero."""
        return {cell: n for cell, n in self.counted.items() if n}

    @property
    def calendar(self) -> Calendar:
        """Return the cut-off of tests and the locks of now."""
        return Calendar(CUTOFF, self.locks)

    def _replace(self, stream: str, after: Row) -> None:
        for cell, by in facts.changes(self.rows.get(stream), after).items():
            self.counted[cell] = self.counted.get(cell, 0) + by
        self.rows[stream] = after

    def _page(self, name: str, entries: Sequence[str], after: str, limit: int) -> list[Row]:
        ours = [one for one in sorted(self.rows) if one > after and set(entries) & set(self.rows[one][name])]
        return [{"_id": one, **self.rows[one]} for one in ours[:limit]]
