"""One of the monthly tables: a row per place below a unit, each column as of a month and a year ago."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.applicant.domain.access import RULES
from services.applicant.domain.dispatch.figures import Figures
from services.applicant.domain.dispatch.plan import Month, Targets
from services.applicant.domain.dispatch.ranking import Entry, basis_points
from services.applicant.domain.dispatch.tables import TABLES, Cell, Column, cells, rest
from services.applicant.domain.unit import Kind, Unit
from services.applicant.usecases.dispatch.ports import Locks, MonthCounters, TargetBook
from services.applicant.usecases.journey.find import place_of
from services.applicant.usecases.ports import Units
from shared.access import Actor, scope


@dataclass(frozen=True, slots=True)
class Target:
    """A year's target and how much of it is done in basis points; both None where none is set."""

    of: int | None
    rate_bp: int | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One place; `unit` None is what belongs to the whole and to no place below it, and opens no list."""

    unit: Unit | None
    cells: Sequence[Sequence[Cell]]
    targets: Sequence[Target]


@dataclass(frozen=True, slots=True)
class Table:
    """T1 to T4 for one unit: rows of the places below it, the rest, and the whole last."""

    name: str
    unit: Unit
    month: str
    columns: Sequence[Column]
    rows: Sequence[TableRow]
    lock: Month


@dataclass(frozen=True, slots=True)
class ReadTables:
    """Reads counter rows once for all tables asked."""

    counters: MonthCounters
    book: TargetBook
    locks: Locks
    units: Units

    def __call__(self, names: Sequence[str], month: str, unit_id: str | None = None, *, by: Actor) -> list[Table]:
        """Return tables of a unit inside the reader's; raises NotFound("unit_not_found")."""
        unit = place_of(self.units, scope(RULES, by, "dispatch.list"), unit_id)
        below = [one for one in self.units.children(unit.id) if one.kind is Kind.FEDERATION]
        figures = Figures.of(self.counters.history([unit.id, *(one.id for one in below)], month))
        targets, lock = self.book.of_year(int(month[:4])), self.locks.get(month)
        made = _Maker(figures, targets, month)
        return [Table(name, unit, month, TABLES[name], made.rows(unit, below, TABLES[name]), lock) for name in names]


@dataclass(frozen=True, slots=True)
class _Maker:
    figures: Figures
    targets: Mapping[str, Targets]
    month: str

    def rows(self, unit: Unit, below: Sequence[Unit], columns: Sequence[Column]) -> list[TableRow]:
        parts = [self._row(one, columns, [one.id]) for one in below]
        whole = self._row(unit, columns, [one.id for one in below] or [unit.id])
        left = [
            rest(whole.cells[n], [part.cells[n] for part in parts]) if not column.per else [0] * len(whole.cells[n])
            for n, column in enumerate(columns)
        ]
        own = [TableRow(None, _valued(whole.cells, left), [Target(None, None)] * len(columns))] if _any(left) else []
        return [*parts, *(own if below else []), whole]

    def _row(self, unit: Unit, columns: Sequence[Column], set_for: Sequence[str]) -> TableRow:
        found = [cells(self.figures, unit.id, column, self.month) for column in columns]
        targets = [self._target(column, found[n][-2].value, set_for) for n, column in enumerate(columns)]
        return TableRow(unit, found, targets)

    def _target(self, column: Column, done: int, set_for: Sequence[str]) -> Target:
        if column.indicator not in self.targets:
            return Target(None, None)
        target = sum(self.targets[column.indicator].of(one) for one in set_for)
        return Target(target or None, basis_points(Entry("", done, target).rate))


def _valued(whole: Sequence[Sequence[Cell]], left: Sequence[Sequence[int]]) -> list[list[Cell]]:
    return [
        [Cell(value, cell.figure, cell.month) for cell, value in zip(column, values, strict=True)]
        for column, values in zip(whole, left, strict=True)
    ]


def _any(left: Sequence[Sequence[int]]) -> bool:
    return any(value for values in left for value in values)
