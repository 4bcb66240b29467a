"""Reading the monthly counters: what one month brought, what the year brought so far, what stands at a month's end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from services.applicant.domain.dispatch.facts import (
    BACK,
    BACK_SUM,
    BEGAN,
    BEGAN_SUM,
    ENDED,
    ENDED_SUM,
    OLD,
    OLD_SUM,
    Row,
    counted,
)
from services.applicant.domain.dispatch.months import after, year_to


class Reads(StrEnum):
    """Over what time a figure is read."""

    MONTH = "month"
    YEAR = "year"
    STOCK = "stock"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a table asks: a measure, read over a month, a year or as it stands, counted or summed up."""

    measure: str
    reads: Reads
    sums: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """The counters of some units up to a month."""

    rows: Mapping[tuple[str, str], Mapping[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> "Figures":
        """Take the rows of the counters: unit, month, n."""
        return cls({(row["unit"], row["month"]): row["n"] for row in rows})

    def read(self, unit: str, figure: Figure, month: str) -> int:
        """Return one figure as of the end of a month: a count, or a sum in fen, minutes, heads or days."""
        if figure.reads is Reads.MONTH:
            return self._sum(unit, [month], figure, BEGAN)
        months = year_to(month) if figure.reads is Reads.YEAR else self._until(unit, month)
        gone = (BACK,) if figure.reads is Reads.YEAR else (BACK, OLD, ENDED)
        return self._sum(unit, months, figure, BEGAN) - sum(self._sum(unit, months, figure, key) for key in gone)

    def year_ago(self, unit: str, figure: Figure, month: str) -> int:
        """Return the same figure one year before."""
        return self.read(unit, figure, after(month, -12))

    def _until(self, unit: str, month: str) -> list[str]:
        return [one for (place, one) in self.rows if place == unit and one <= month]

    def _sum(self, unit: str, months: Iterable[str], figure: Figure, key: str) -> int:
        name = f"{figure.measure}:{SUMS[key] if figure.sums else key}"
        return sum(self.rows.get((unit, month), {}).get(name, 0) for month in months)


SUMS = {BEGAN: BEGAN_SUM, ENDED: ENDED_SUM, BACK: BACK_SUM, OLD: OLD_SUM}


def behind(row: Row, unit: str, figure: Figure, month: str) -> list[Row]:
    """Return the facts of a row that a figure counts: as many as the figure says, over all rows."""
    ours = [one for one in counted(row) if one["m"] == figure.measure and unit in one["path"]]
    return [one for one in ours if _counts(one, figure.reads, month)]


def _counts(one: Row, reads: Reads, month: str) -> bool:
    if reads is Reads.MONTH:
        return bool(one["in"] == month)
    undone = "undone" in one and one["undone"] <= month
    if reads is Reads.YEAR:
        same_year = undone and one["undone"][:4] == month[:4]
        return one["in"][:4] == month[:4] and one["in"] <= month and not same_year
    return one["in"] <= month and not undone and not ("out" in one and one["out"] <= month)
