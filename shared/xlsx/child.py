"""What runs in the child process: bytes in, every sheet's texts out as JSON, under limits of time and memory."""

import io
import json
import resource
import sys
from datetime import date, datetime
from typing import Any

from shared.errors import Refused
from shared.xlsx.hidden import NOTHING, hidden_in
from shared.xlsx.limits import MEGABYTE, MOST_COLUMNS, MOST_ROWS, check

SECONDS = 20
MEMORY = 768 * MEGABYTE
SLACK = 100
MOST_SHEETS = 10
EXACT = 10**15
OURS = "_"  # a template keeps the words of its drop-downs on a sheet of ours


def main() -> None:
    """Read a workbook from standard input, write what `book` returns or {slug, facts} to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    content = sys.stdin.buffer.read()
    try:
        check(content)
        answer = book(content)
    except Refused as problem:
        answer = {"slug": problem.slug, "facts": dict(problem.facts)}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


def book(content: bytes) -> dict[str, Any]:
    """Return `sheets`, their `hidden` rows and columns, and how many sheets of somebody's own are hidden: `unread`."""
    from python_calamine import CalamineError, SheetVisibleEnum, load_workbook  # noqa: PLC0415  # after the limits are set

    try:
        opened = load_workbook(io.BytesIO(content))
        tabs = list(enumerate(opened.sheets_metadata))
        seen = [(at, one.name) for at, one in tabs if one.visible == SheetVisibleEnum.Visible][:MOST_SHEETS]
        unread = sum(one.visible != SheetVisibleEnum.Visible and not one.name.startswith(OURS) for _, one in tabs)
        marks = dict(enumerate(hidden_in(content)))
        hidden = [marks.get(at, NOTHING) for at, _ in seen]
        return {
            "sheets": [_grid(opened.get_sheet_by_name(name)) for _, name in seen],
            "hidden": [[sorted(one.rows), sorted(one.columns)] for one in hidden],
            "unread": unread,
        }
    except CalamineError as error:
        raise Refused("file_not_xlsx") from error


def _grid(sheet: Any) -> list[list[str]]:
    most = MOST_ROWS + SLACK
    if sheet.total_height > most or sheet.total_width > MOST_COLUMNS * 4:
        used = sheet.to_python(nrows=most + 1)
        if len(used) > most:
            raise Refused("too_many_rows", most=MOST_ROWS)
    rows = sheet.to_python(skip_empty_area=False)
    return [[text(value) for value in row[:MOST_COLUMNS]] for row in rows]


def text(value: object) -> str:
    """Return a cell as text: whole numbers without a point, long ones as Excel spoiled them (4.3123e+17)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)


if __name__ == "__main__":
    main()
