"""A sheet as people make it: titles on top, headings somewhere below in any order, rows, a signature at the end."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shared.errors import Refused
from shared.xlsx.columns import Column, letter, plain
from shared.xlsx.limits import MOST_ROWS

HEAD_WITHIN = 30
FEWEST = 2
_FOOT = re.compile(r"\A(?:合计|小计|总计|共计|填表|制表|审核|单位负责人|负责人|经办人|注[:：]|备注[:：]|说明[:：])")
_DAY = re.compile(r"(20[0-9]{2})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})")
Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of data: its line in the sheet counted from 1, its texts by field, and all its cells as they stand."""

    row: int
    values: Mapping[str, str] = field(repr=False)
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """What was found on a sheet. `places` tells the column index of each field that is there."""

    titles: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...]
    places: Mapping[str, int]
    lines: tuple[Line, ...]
    foot: tuple[tuple[str, ...], ...]

    @property
    def dated_on(self) -> date | None:
        """Return the last day written above or below the rows, which is the day the sheet was made."""
        texts = [text for cells in (*self.titles, *self.foot) for text in cells]
        return next((day for text in reversed(texts) for day in reversed(list(_days(text)))), None)

    def shown(self) -> dict[str, tuple[str, str]]:
        """Return column letters and heading by field, as the sheet has them."""
        return {name: (letter(index), self.heads[index].strip()) for name, index in self.places.items()}


def find(sheets: Sequence[Sequence[Cells]], columns: Sequence[Column]) -> Table:
    """Return the first sheet's table that has our headings.

    Raises Refused("head_not_found"), Refused("columns_missing", columns=…), Refused("no_rows"),
    Refused("too_many_rows", most=…).
    """
    heads = [(grid, *found) for grid in sheets if (found := _head(grid, columns)) is not None]
    if not heads:
        raise Refused("head_not_found", columns="、".join(one.label for one in columns if one.required))
    grid, at, places = heads[0]
    missing = [one.label for one in columns if one.required and one.field not in places]
    if missing:
        raise Refused("columns_missing", columns="、".join(missing))
    return _checked(_table(grid, at, places, [one.field for one in columns if one.required]))


def _checked(table: Table) -> Table:
    if not table.lines:
        raise Refused("no_rows")
    if len(table.lines) > MOST_ROWS:
        raise Refused("too_many_rows", most=MOST_ROWS)
    return table


def _head(grid: Sequence[Cells], columns: Sequence[Column]) -> tuple[int, dict[str, int]] | None:
    known = {plain(name): one.field for one in columns for name in one.names}
    best: tuple[int, dict[str, int]] | None = None
    for at, cells in enumerate(grid[:HEAD_WITHIN]):
        places: dict[str, int] = {}
        for index, text in enumerate(cells):
            name = known.get(plain(text))
            if name is not None and name not in places:
                places[name] = index
        if len(places) >= FEWEST and (best is None or len(places) > len(best[1])):
            best = at, places
    return best


def _table(grid: Sequence[Cells], at: int, places: Mapping[str, int], required: Sequence[str]) -> Table:
    lines: list[Line] = []
    foot: list[tuple[str, ...]] = []
    for row, cells in enumerate(grid[at + 1 :], at + 2):
        if not any(text.strip() for text in cells):
            continue
        values = {name: cells[index] if index < len(cells) else "" for name, index in places.items()}
        if _is_foot(cells) or not any(values[name].strip() for name in required):
            foot.append(tuple(cells))
        else:
            lines.append(Line(row, values, tuple(cells)))
    return Table(tuple(map(tuple, grid[:at])), tuple(grid[at]), dict(places), tuple(lines), tuple(foot))


def _is_foot(cells: Cells) -> bool:
    first = next((text for text in cells if text.strip()), "")
    return _FOOT.match("".join(unicodedata.normalize("NFKC", first).split())) is not None


def _days(text: str) -> Iterator[date]:
    for year, month, day in _DAY.findall(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue
