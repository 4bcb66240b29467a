"""A report as a workbook: sheets of numbers under headings of two lines; nothing in them is a formula."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SETTINGS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
NAME = 31  # Excel allows no longer name of a sheet
WIDE = 16
SHARE = 3  # a heading with more parts ends in the share of its target


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `heads` are headings with what stands below each; a row is its name and one value for each of those.

    None stays an empty cell; of more than three values under one heading the last is a share, read as per cent.
    """

    title: str
    about: str
    first: str
    heads: Sequence[tuple[str, Sequence[str]]]
    rows: Sequence[tuple[str, Sequence[float | int | None]]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, SETTINGS) as book:
        forms = _forms(book)
        for one in sheets:
            _write(book.add_worksheet(one.title[:NAME]), one, forms)
    return file.getvalue()


def _forms(book: Any) -> dict[str, Any]:
    font = {"font_name": "Microsoft YaHei", "font_size": 11}
    head = {**font, "bold": True, "bg_color": "#F3EFE8", "border": 1, "text_wrap": True, "align": "center"}
    return {
        "title": book.add_format({**font, "bold": True, "font_size": 16}),
        "head": book.add_format({**head, "valign": "vcenter"}),
        "text": book.add_format({**font, "border": 1, "num_format": "@"}),
        "whole": book.add_format({**font, "border": 1, "num_format": "#,##0"}),
        "part": book.add_format({**font, "border": 1, "num_format": "#,##0.00"}),
        "share": book.add_format({**font, "border": 1, "num_format": "0.00%"}),
    }


def _write(sheet: Any, one: Sheet, forms: dict[str, Any]) -> None:
    sheet.write_string(0, 0, one.title, forms["title"])
    sheet.write_string(1, 0, one.about)
    sheet.merge_range(2, 0, 3, 0, one.first, forms["head"])
    sheet.set_column(0, 0, WIDE)
    shares = _headings(sheet, one, forms)
    for line, (name, values) in enumerate(one.rows, 4):
        sheet.write_string(line, 0, name, forms["text"])
        for at, value in enumerate(values, 1):
            form = forms["share"] if at in shares else forms["part" if isinstance(value, float) else "whole"]
            sheet.write_blank(line, at, None, form) if value is None else sheet.write_number(line, at, value, form)
    sheet.freeze_panes(4, 1)


def _headings(sheet: Any, one: Sheet, forms: dict[str, Any]) -> set[int]:
    """Write both lines of headings; return the columns that hold shares: the last where a target stands too."""
    at, shares = 1, set[int]()
    for title, parts in one.heads:
        if len(parts) > 1:
            sheet.merge_range(2, at, 2, at + len(parts) - 1, title, forms["head"])
        else:
            sheet.write_string(2, at, title, forms["head"])
        for n, part in enumerate(parts):
            sheet.write_string(3, at + n, part, forms["head"])
        shares |= {at + len(parts) - 1} if len(parts) > SHARE else set()
        at += len(parts)
    return shares
