"""A roster of 5,000 rows (goal G12): our reading beside calamine alone and beside openpyxl, same rows found by all.

Run: python -m benchmarks.roster [rows]
"""

import io
import sys
import time
from collections.abc import Callable
from typing import Any

import openpyxl
from python_calamine import load_workbook

from services.applicant.domain.roster_row import RawRow, read_all
from services.training.errands.import_roster import FIELDS
from services.training.errands.roster_form import COLUMNS
from shared.xlsx import child, limits, reading
from shared.xlsx.table import Table, find
from tests.builders.applicant import TODAY, a_gazetteer, an_id_no
from tests.builders.books import HEAD, a_book


def a_roster(rows: int) -> bytes:
    """Return a workbook with so many women, one in fifty with a wrong number."""
    women = []
    for n in range(rows):
        number = an_id_no(f"{1970 + n % 35}{1 + n % 12:02d}{1 + n % 28:02d}", f"{(n // 35) % 500 * 2:03d}")
        number = number[:-1] + "Z" if n % 50 == 0 else number
        women.append((n + 1, "龙凤英", "女", "初中", "", number, f"139{n:08d}", "双江镇芋头村", "农业", "", ""))
    return a_book([["花名册"], ["填报单位"], HEAD, *women])


def timed(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Return the shortest of some runs and what it gave."""
    best, found = float("inf"), None
    for _ in range(times):
        began = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - began)
    return best, found


def calamine_alone(content: bytes) -> list[list[Any]]:
    """Return every cell as calamine gives it."""
    return load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def with_openpyxl(content: bytes) -> Table:
    """Find the same table through openpyxl."""
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
    grid = [
        [child.text(value) if value is not None else "" for value in row] for row in sheet.iter_rows(values_only=True)
    ]
    return find([grid], COLUMNS)


def in_process(content: bytes) -> Table:
    """Find the table with our limits, in this process."""
    limits.check(content)
    return find(child.sheets(content), COLUMNS)


def checked(table: Table) -> int:
    """Return how many rows applicant's rules refuse."""
    rows = [RawRow(line.row, **{name: line.values.get(name, "") for name in FIELDS}) for line in table.lines]
    return sum(one.verdict == "error" for one in read_all(rows, a_gazetteer(), TODAY))


def main(rows: int = 4_990) -> None:
    """Measure and print each beside calamine alone."""
    content = a_roster(rows)
    yard, cells = timed(lambda: calamine_alone(content))
    found: dict[str, float] = {f"calamine alone ({len(cells)} lines)": yard}
    found["ours: limits + calamine + headings"], table = timed(lambda: in_process(content))
    found["ours, in the child process"], sheets = timed(lambda: reading.read(content))
    assert len(find(sheets, COLUMNS).lines) == len(table.lines) == rows
    found["applicant's rules over the rows"], refused = timed(lambda: checked(table))
    found["openpyxl + headings"], other = timed(lambda: with_openpyxl(content), times=1)
    assert [line.values for line in other.lines] == [line.values for line in table.lines]
    print(f"{rows} rows, {len(content) // 1024} KB, {refused} refused by the rules")
    for name, seconds in found.items():
        print(f"  {name:<40} {seconds:6.2f} s   {seconds / yard:5.1f} x")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
