"""What somebody has hidden in a workbook: rows (a filter hides them, too), columns and whole sheets.

Excel keeps what stands there, and a reader who does not ask gets it like everything else.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.xlsx.limits import MOST_COLUMNS, WORKBOOK

LINKS = "xl/_rels/workbook.xml.rels"
TRUE = ("1", "true")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHEET, _LINK, _ROW, _COLUMN = (
    re.compile(rb"<(?:\w+:)?" + name + rb"(?:\s[^>]*)?>") for name in (b"sheet", b"Relationship", b"row", b"col")
)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Of one sheet: `rows` counted from 1 as Excel shows them, `columns` from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


NOTHING = Hidden()


@dataclass(frozen=True, slots=True)
class Unseen:
    """What a workbook does not show: fields in hidden columns, which are read, and hidden sheets, which are not."""

    fields: tuple[str, ...] = ()
    sheets: int = 0

    def columns(self, shown: Mapping[str, tuple[str, str]]) -> list[str]:
        """Return letters and heading of the hidden columns; `shown` has both of every field (Table.shown)."""
        return [" ".join(shown[name]) for name in self.fields if name in shown]


ALL_SEEN = Unseen()


def hidden_in(content: bytes) -> list[Hidden]:
    """Return what is hidden on every sheet of a workbook that was checked (limits.py), in the order of its tabs."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = set(book.namelist())
        links = {
            one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", "")))[1:]
            for one in (_tags(_LINK, book.read(LINKS)) if LINKS in parts else ())
        }
        targets = [links.get(_link(one), "") for one in _tags(_SHEET, book.read(WORKBOOK))]
        return [_hidden(book.read(target)) if target in parts else NOTHING for target in targets]


def _link(sheet: dict[str, str]) -> str:
    return next((value for name, value in sheet.items() if name.endswith(":id")), "")


def _hidden(sheet: bytes) -> Hidden:
    if b"hidden" not in sheet:
        return NOTHING
    rows = ((place, row) for place, row in enumerate(_tags(_ROW, sheet), 1) if row.get("hidden") in TRUE)
    columns = (
        column
        for one in _tags(_COLUMN, sheet)
        if one.get("hidden") in TRUE
        for column in range(int(one["min"]) - 1, min(int(one["max"]), MOST_COLUMNS))
    )
    return Hidden(frozenset(int(row.get("r", place)) for place, row in rows), frozenset(columns))


def _tags(kind: re.Pattern[bytes], part: bytes) -> Iterator[dict[str, str]]:
    return (_attributes(found[0]) for found in kind.finditer(part))


def _attributes(tag: bytes) -> dict[str, str]:
    return {name: one or other for name, one, other in _ATTRIBUTE.findall(tag.decode("utf-8", "replace"))}
