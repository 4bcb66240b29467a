"""Writing workbooks: every text is written as text, so that nothing a person typed becomes a formula."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from shared.xlsx.columns import Column, letter
from shared.xlsx.heading import Cells

MOST_ROWS = 5_000
CREATED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
WIDEST = 40
A4 = 9


@dataclass(frozen=True, slots=True)
class Marked:
    """A row to hand back: its cells, which of them are wrong, and what to do about it."""

    cells: tuple[str, ...]
    wrong: frozenset[int]
    say: str


def rejected(titles: Sequence[Cells], heads: Cells, rows: Iterable[Marked], say: str) -> bytes:
    """Return the form with its titles and headings, only the rows given, wrong cells red, and a last column `say`."""
    width = max(len(heads), *(len(cells) for cells in titles), 1)
    # a form that comes back for the second time has the column already
    last = next((index for index, head in enumerate(heads) if head.strip() == say), width)
    with _Book("花名册") as book:
        at = book.titles(titles, max(width, last + 1))
        book.line(at, [*_filled(heads, last), say], book.head)
        book.sheet.freeze_panes(at + 1, 0)
        for number, row in enumerate(rows, at + 1):
            for index, text in enumerate(_filled(row.cells, last)):
                book.sheet.write_string(number, index, text, book.bad if index in row.wrong else book.text)
            book.sheet.write_string(number, last, row.say, book.bad)
        for index, head in enumerate(_filled(heads, last)):
            book.sheet.set_column(index, index, 22 if "号" in head else 14, book.text)
        book.sheet.set_column(last, last, WIDEST, book.text)
    return book.bytes


def template(title: str, columns: Sequence[Column], note: str, known: Iterable[Mapping[str, str]] = ()) -> bytes:
    """Return an empty form: headings with * where a value is needed, drop-downs, every cell text.

    `known` are lines by field that stand in it already; what they do not name is left to fill in.
    """
    with _Book("花名册") as book:
        at = book.titles([[title], [note]], len(columns))
        book.line(at, [f"{one.label}{'*' if one.required else ''}" for one in columns], book.head)
        book.sheet.freeze_panes(at + 1, 0)
        book.lists([one for one in columns if one.choices])
        for index, one in enumerate(columns):
            book.sheet.set_column(index, index, one.width, book.text)
            if one.help:
                book.sheet.write_comment(at, index, one.help)
            if one.choices:
                book.drop_down(at + 1, index, one)
        for number, line in enumerate(known, at + 1):
            book.line(number, [line.get(one.field, "") for one in columns], book.text)
    return book.bytes


def table(name: str, heads: Cells, rows: Iterable[Cells]) -> bytes:
    """Return a plain list as a workbook."""
    with _Book(name) as book:
        book.line(0, list(heads), book.head)
        book.sheet.freeze_panes(1, 0)
        book.sheet.set_column(0, len(heads) - 1, 16)
        for number, row in enumerate(rows, 1):
            book.line(number, list(row), book.text)
    return book.bytes


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet of forms: its name, what stands above the headings, the headings, the rows, what stands below."""

    name: str
    titles: Sequence[Cells]
    heads: Cells
    rows: Sequence[Cells]
    foot: Sequence[Cells] = ()


def forms(sheets: Sequence[Form]) -> bytes:
    """Return filled forms as one workbook, a sheet each."""
    with _Book(sheets[0].name) as book:
        for number, one in enumerate(sheets):
            if number:
                book.turn(one.name)
            book.form(one)
    return book.bytes


class _Book:
    """One workbook and the few formats that we use; `sheet` is the one that is written on."""

    def __init__(self, name: str) -> None:
        self.file = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.file, CREATED)
        self.turn(name)
        self.text = self._format(num_format="@", text_wrap=True, valign="top")
        self.head = self._format(bold=True, bg_color="#F3EFE8", border=1, text_wrap=True, num_format="@")
        self.bad = self._format(bg_color="#FBEAE8", font_color="#A3231F", num_format="@", text_wrap=True, valign="top")
        self.title = self._format(bold=True, font_size=16, align="center")
        self.places: Mapping[str, int] = {}
        self.bytes = b""

    def __enter__(self) -> "_Book":
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()
        self.bytes = self.file.getvalue()

    def turn(self, name: str) -> None:
        """Go on on a new sheet."""
        self.sheet = self.book.add_worksheet(name)

    def form(self, one: Form) -> None:
        """Write a filled form, its columns as wide as what stands in them, one page wide on paper."""
        at = self.titles(one.titles, len(one.heads))
        self.line(at, list(one.heads), self.head)
        self.sheet.freeze_panes(at + 1, 0)
        for number, row in enumerate(one.rows, at + 1):
            self.line(number, list(row), self.text)
        for number, row in enumerate(one.foot, at + 1 + len(one.rows)):
            self.line(number, list(row), None)
        for index in range(len(one.heads)):
            texts = [row[index] for row in (one.heads, *one.rows) if index < len(row)]
            self.sheet.set_column(index, index, min(WIDEST, 4 + max(map(_wide, texts))))
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)

    def titles(self, titles: Sequence[Cells], width: int) -> int:
        """Write what stands above the headings; return the line the headings get."""
        for number, cells in enumerate(titles):
            alone = [text for text in cells if text.strip()]
            if number == 0 and len(alone) == 1 and width > 1:
                self.sheet.merge_range(number, 0, number, width - 1, alone[0], self.title)
            else:
                self.line(number, list(cells), None)
        return len(titles)

    def line(self, number: int, cells: Sequence[str], form: Any) -> None:
        """Write texts as texts."""
        for index, text in enumerate(cells):
            self.sheet.write_string(number, index, text, form)

    def lists(self, columns: Sequence[Column]) -> None:
        """Put the choices on a hidden sheet: written into the cell's own rule they may have 255 signs at most."""
        hidden = self.book.add_worksheet("_lists")
        hidden.hide()
        for index, one in enumerate(columns):
            for number, choice in enumerate(one.choices):
                hidden.write_string(number, index, choice)
        self.places = {one.field: index for index, one in enumerate(columns)}

    def drop_down(self, first: int, index: int, column: Column) -> None:
        """Offer the choices, and let another word pass: counties write them in their own way."""
        at = letter(self.places[column.field])
        source = f"=_lists!${at}$1:${at}${len(column.choices)}"
        rule = {"validate": "list", "source": source, "error_type": "information"}
        self.sheet.data_validation(first, index, first + MOST_ROWS, index, rule)

    def _format(self, **look: Any) -> Any:
        return self.book.add_format({"font_name": "Microsoft YaHei", "font_size": 11, **look})


def _wide(text: str) -> int:
    """Return how wide a text is, in the width of a Latin letter."""
    return sum(1 if ord(sign) < 0x2E80 else 2 for sign in text)


def _filled(cells: Cells, width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]
