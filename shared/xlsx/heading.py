"""Where the headings of a sheet stand: one line of them, or two where some are merged over others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.xlsx.columns import Column, readings

HEAD_WITHIN = 30
FEWEST = 2
Cells = Sequence[str]
Known = Mapping[str, tuple[str, int]]  # a heading → its field, and which part of it, 0 for the whole


@dataclass(frozen=True, slots=True)
class Head:
    """`at` is its first line counted from 0; `columns` are the indexes by field, several where a field has parts."""

    at: int
    lines: int
    cells: tuple[str, ...]
    columns: Mapping[str, tuple[int, ...]]

    @property
    def places(self) -> dict[str, int]:
        """Return the first column of each field."""
        return {name: columns[0] for name, columns in self.columns.items()}

    def again(self, cells: Cells) -> bool:
        """Tell whether a line says the headings once more, as lists do that were made to be printed."""
        return all(
            column < len(cells) and cells[column] == self.cells[column]
            for columns in self.columns.values()
            for column in columns
        )


def find_head(grid: Sequence[Cells], columns: Sequence[Column]) -> Head | None:
    """Return the line, or the two lines, with most of the headings, the first of several; None without two of them."""
    known = _known(columns)
    found = [head for at in range(min(HEAD_WITHIN, len(grid))) for head in _at(grid, at, known)]
    enough = (head for head in found if len(head.columns) >= FEWEST)
    return max(enough, key=lambda head: (len(head.columns), -head.lines), default=None)


def _known(columns: Sequence[Column]) -> Known:
    known: dict[str, tuple[str, int]] = {}
    for one in columns:
        for part, names in enumerate((one.names, *one.parts)):
            for name in names:
                known.setdefault(readings(name)[0], (one.field, part))
    return known


def _at(grid: Sequence[Cells], at: int, known: Known) -> Iterator[Head]:
    upper = grid[at]
    yield _head(at, 1, list(upper), known)
    if at + 1 < len(grid) and _continues(upper, grid[at + 1], known):
        yield _head(at, 2, _merged(upper, grid[at + 1], known), known)


def _head(at: int, lines: int, texts: Sequence[str], known: Known) -> Head:
    found: dict[str, dict[int, int]] = {}
    for index, text in enumerate(texts):
        meant = _meant(text, known)
        if meant is not None:
            found.setdefault(meant[0], {}).setdefault(meant[1], index)
    columns = {
        name: (parts[0],) if 0 in parts else tuple(index for _, index in sorted(parts.items()))
        for name, parts in found.items()
    }
    return Head(at, lines, tuple(texts), columns)


def _meant(text: str, known: Known) -> tuple[str, int] | None:
    return next((known[reading] for reading in readings(text) if reading in known), None)


def _continues(upper: Cells, lower: Cells, known: Known) -> bool:
    """Tell whether a line can be the second of a head: below a heading stands nothing, or another heading."""
    below = [text for above, text in zip(upper, lower, strict=False) if _meant(above, known) is not None]
    return bool(below) and all(not text.strip() or _meant(text, known) is not None for text in below)


def _merged(upper: Cells, lower: Cells, known: Known) -> list[str]:
    """Return one text for each column; what is merged over several stands in the first of them only."""
    texts, over = [], ""
    for index in range(max(len(upper), len(lower))):
        above, below = (cells[index].strip() if index < len(cells) else "" for cells in (upper, lower))
        over = above or over
        ways = (below, over + below, below + over) if below else (above,)
        texts.append(next((way for way in ways if _meant(way, known) is not None), (over if below else above) + below))
    return texts
