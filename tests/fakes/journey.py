"""The journey in memory, held to the same contract as MongoDB's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from services.applicant.domain import journey
from services.applicant.domain.journey import Cell, Row
from shared.access import Scope
from shared.errors import NotFound

AT = datetime(2026, 11, 24, 2, 20, tzinfo=UTC)


@dataclass
class MemoryJourneys:
    """Rows and counters as dictionaries; also its own Counters."""

    rows: dict[str, Row] = field(default_factory=dict)
    counted: dict[Cell, int] = field(default_factory=dict)

    def note(self, person_id: str, word: str, data: Mapping[str, Any]) -> None:
        """Fold one more fact into her row."""
        before = self.rows.get(person_id)
        after = journey.fold(before, word, data)
        self.rows[person_id] = after
        for cell, by in journey.changes(before, after).items():
            self.counted[cell] = self.counted.get(cell, 0) + by

    def get(self, scope: Scope, person_id: str) -> Row:
        """Return her row inside the scope."""
        row = self.hers(person_id)
        if row is None or not scope.holds(row["scope"]):
            raise NotFound("journey_not_found")
        return row

    def hers(self, person_id: str) -> Row | None:
        """Return her row."""
        row = self.rows.get(person_id)
        return {"_id": person_id, **row} if row and row["scope"] else None

    def page(self, cell: Cell, after: str, limit: int) -> list[Row]:
        """Return the rows behind one number."""
        name, entries = journey.keys_of_list(cell)
        return [
            {"_id": who, **self.rows[who]}
            for who in sorted(self.rows)
            if set(entries) & set(self.rows[who][name]) and who > after
        ][:limit]

    def full_count(self) -> dict[Cell, int]:
        """Count every cell."""
        found: dict[Cell, int] = {}
        for row in self.rows.values():
            for cell, n in journey.cells(row).items():
                found[cell] = found.get(cell, 0) + n
        return found

    def read(self, units: Iterable[str], month: str) -> dict[str, dict[str, Any]]:
        """Return by unit what is counted and when it changed last."""
        found: dict[str, dict[str, Any]] = {}
        for (unit, one, stage), n in self.counted.items():
            if unit in set(units) and one == month:
                found.setdefault(unit, {"n": {}, "at": AT})["n"][stage] = n
        return found

    def cells(self) -> dict[Cell, int]:
        """Return every cell that is not zero."""
        return {cell: n for cell, n in self.counted.items() if n}
