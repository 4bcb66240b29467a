"""A sheet as people make it: titles on top, headings somewhere below in any order, rows, a signature at the end."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from shared.errors import Refused
from shared.xlsx.columns import Column, letter
from shared.xlsx.heading import Cells, Head, find_head
from shared.xlsx.hidden import NOTHING, Hidden, Unseen
from shared.xlsx.limits import MOST_ROWS

_FOOT = re.compile(r"\A(?:合计|小计|总计|共计|填表|制表|审核|单位负责人|负责人|经办人|注[:：]|备注[:：]|说明[:：])")
_DAY = re.compile(r"(20[0-9]{2})\s*[年./-]\s*([0-9]{1,2})\s*[月./-]\s*([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of data: its line in the sheet counted from 1, its texts by field, and all its cells as they stand.

    `hidden` says that whoever opens the sheet does not see it.
    """

    row: int
    values: Mapping[str, str] = field(repr=False)
    cells: tuple[str, ...] = field(repr=False)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What was found on a sheet. `places` tells the column index of each field that is there, `hidden` which of them
    stand in hidden columns, `unread` how many hidden sheets were not looked at.
    """

    titles: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...]
    places: Mapping[str, int]
    lines: tuple[Line, ...]
    foot: tuple[tuple[str, ...], ...]
    hidden: tuple[str, ...] = ()
    unread: int = 0

    @property
    def unseen(self) -> Unseen:
        """Return what whoever opens the workbook does not see, besides rows."""
        return Unseen(self.hidden, self.unread)

    @property
    def dated_on(self) -> date | None:
        """Return the last day written above or below the rows, which is the day the sheet was made."""
        texts = [text for cells in (*self.titles, *self.foot) for text in cells]
        return next((day for text in reversed(texts) for day in reversed(list(_days(text)))), None)

    def shown(self) -> dict[str, tuple[str, str]]:
        """Return column letters and heading by field, as the sheet has them."""
        return {name: (letter(index), self.heads[index].strip()) for name, index in self.places.items()}


def find(sheets: Sequence[Sequence[Cells]], columns: Sequence[Column], hidden: Sequence[Hidden] = ()) -> Table:
    """Return the table that has our headings, on whatever sheet it stands; `hidden` tells what is hidden on each sheet.

    Raises Refused("head_not_found"), Refused("columns_missing", columns=…), Refused("no_rows"),
    Refused("too_many_rows", most=…), and Refused("two_tables", first=…, other=…) where the rows of another sheet,
    counted from 1, would be lost.
    """
    required = [one.field for one in columns if one.required]
    heads = {number: head for number, grid in enumerate(sheets, 1) if (head := find_head(grid, columns)) is not None}
    if not heads:
        raise Refused("head_not_found", columns="、".join(one.label for one in columns if one.required))
    whole = {number: head for number, head in heads.items() if set(required) <= set(head.places)}
    if not whole:
        first = next(iter(heads.values()))
        missing = (one.label for one in columns if one.required and one.field not in first.places)
        raise Refused("columns_missing", columns="、".join(missing))
    most = max(len(head.places) for head in whole.values())
    tables = {
        number: _table(sheets[number - 1], head, required, hidden[number - 1] if hidden else NOTHING)
        for number, head in whole.items()
        if len(head.places) * 2 > most  # a list of other things has a name and a number, too
    }
    filled = [number for number, table in tables.items() if table.lines] or list(tables)
    if len(filled) > 1 and tables[filled[0]].lines:
        raise Refused("two_tables", first=filled[0], other=filled[1])
    return _checked(tables[filled[0]])


def _checked(table: Table) -> Table:
    if not table.lines:
        raise Refused("no_rows")
    if len(table.lines) > MOST_ROWS:
        raise Refused("too_many_rows", most=MOST_ROWS)
    return table


def _table(grid: Sequence[Cells], head: Head, required: Sequence[str], hidden: Hidden) -> Table:
    lines: list[Line] = []
    foot: list[tuple[str, ...]] = []
    begins, places = head.at + head.lines, head.places
    parts = {name: columns for name, columns in head.columns.items() if len(columns) > 1}
    for row, cells in enumerate(grid[begins:], begins + 1):
        if not any(text.strip() for text in cells) or head.again(cells):
            continue
        values = {name: cells[index] if index < len(cells) else "" for name, index in places.items()}
        for name, columns in parts.items():
            values[name] = "".join(cells[index].strip() for index in columns if index < len(cells))
        if _is_foot(cells) or not any(values[name].strip() for name in required):
            foot.append(tuple(cells))
        else:
            lines.append(Line(row, values, tuple(cells), row in hidden.rows))
    unseen = tuple(name for name, found in head.columns.items() if hidden.columns.intersection(found))
    return Table(tuple(map(tuple, grid[: head.at])), head.cells, places, tuple(lines), tuple(foot), unseen)


def _is_foot(cells: Cells) -> bool:
    first = next((text for text in cells if text.strip()), "")
    return _FOOT.match("".join(unicodedata.normalize("NFKC", first).split())) is not None


def _days(text: str) -> Iterator[date]:
    for year, month, day in _DAY.findall(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue
