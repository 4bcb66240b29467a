"""The monthly tables T1 to T4 in their first form (domain.md 5.2): which figures stand in which column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.applicant.domain.dispatch.figures import Figure, Figures, Reads
from services.applicant.domain.dispatch.months import after


class Shown(StrEnum):
    """How a number is written: as it is, fen as 万元, minutes as 课时 of 45, hundredths of a day."""

    COUNT = "count"
    WAN = "wan"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Column:
    """One figure of a table. `less` is taken off it; `per` divides it (days a desk took, per case).

    A flow shows month, year to date and the same a year ago; what stands (`stock`) shows now and a year ago.
    """

    code: str
    measure: str
    sums: bool = False
    shown: Shown = Shown.COUNT
    stock: bool = False
    less: tuple[str, ...] = ()
    per: str = ""
    indicator: str = ""

    def figures(self) -> list[Figure]:
        """Return what this column reads as of a month, in the order of its parts."""
        reads = (Reads.STOCK,) if self.stock else (Reads.MONTH, Reads.YEAR)
        return [Figure(self.measure, one, self.sums) for one in reads]

    @property
    def opens(self) -> bool:
        """Tell whether its number is the length of a list."""
        return not (self.sums or self.less or self.per)


def _wan(code: str, measure: str, *, stock: bool = False, less: tuple[str, ...] = (), indicator: str = "") -> Column:
    return Column(code, measure, True, Shown.WAN, stock, less, indicator=indicator)


TABLES: Mapping[str, Sequence[Column]] = {
    "T1": (
        Column("class_opened", "class_opened"),
        Column("class_closed", "class_closed", indicator="classes"),
        *(
            Column(f"class_{head}", f"class_{head}", sums=True)
            for head in ("enrolled", "attended", "examined", "passed")
        ),
        Column("certified", "certified"),
        Column("trained", "trained", indicator="trained"),
        Column("class_hours", "class_closed", True, Shown.HOURS),
    ),
    "T2": (
        Column("applied", "applied"),
        _wan("applied_fen", "applied"),
        Column("returned", "returned"),
        Column("passed_county", "passed_county"),
        Column("passed_hr", "passed_hr"),
        Column("guaranteed", "guaranteed"),
        _wan("guaranteed_fen", "guaranteed"),
        Column("approved", "approved"),
        Column("funded", "funded", indicator="funded"),
        _wan("funded_fen", "funded", indicator="funded_fen"),
        Column("rejected", "rejected"),
        Column("desk_days", "desk_passed", True, Shown.DAYS, per="desk_passed"),
        Column("desk_late", "desk_late"),
    ),
    "T3": (
        Column("running", "running", stock=True),
        _wan("balance", "funded", stock=True, less=("repaid", "subrogated")),
        _wan("repaid", "repaid"),
        Column("overdue", "overdue", stock=True),
        _wan("overdue_fen", "overdue", stock=True),
        Column("settled", "settled"),
        Column("subrogated", "subrogated"),
        _wan("subrogated_fen", "subrogated"),
        Column("jobs", "jobs", sums=True, indicator="jobs"),
        _wan("fund", "fund", stock=True),
    ),
    "T4": (
        Column("titled", "titled", indicator="titled"),
        Column("titles_valid", "titled", stock=True),
        Column("watched", "watched", stock=True),
        Column("title_ended", "title_ended"),
        Column("women_employed", "women", sums=True, stock=True, indicator="women_employed"),
        _wan("sales", "sales", stock=True),
        Column("households", "households", sums=True, stock=True),
    ),
}
MEASURES = frozenset(column.measure for columns in TABLES.values() for column in columns) | {"desk_passed"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a table, and the figure and month it was read by."""

    value: int
    figure: Figure
    month: str


def cells(figures: Figures, unit: str, column: Column, month: str) -> list[Cell]:
    """Return the numbers of a column for a unit: month and year (or what stands), then the last of them a year ago."""
    asked = [(figure, month) for figure in column.figures()]
    asked.append((asked[-1][0], after(month, -12)))
    return [Cell(value(figures, unit, column, figure, when), figure, when) for figure, when in asked]


def value(figures: Figures, unit: str, column: Column, figure: Figure, month: str) -> int:
    """Return one number: `less` taken off, or divided by how many, in hundredths, rounded half up."""
    found = figures.read(unit, figure, month)
    for other in column.less:
        found -= figures.read(unit, Figure(other, figure.reads, figure.sums), month)
    if column.per:
        count = figures.read(unit, Figure(column.per, figure.reads), month)
        return (found * 200 + count) // (2 * count) if count else 0
    return found


def rest(total: Sequence[Cell], parts: Iterable[Sequence[Cell]]) -> list[int]:
    """Return what a unit counts that no unit below it does: its own classes, women without a township."""
    sums = [sum(part[n].value for part in parts) for n in range(len(total))]
    return [cell.value - found for cell, found in zip(total, sums, strict=True)]
