"""A roster of 5,000 rows, one in ten wrong (goal G12): our import beside calamine alone and openpyxl with pydantic.

Run: python -m benchmarks.roster [rows]
"""

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pydantic
from python_calamine import load_workbook

from services.applicant.domain.roster_row import RawRow, read_all
from services.training.errands.import_roster import FIELDS
from services.training.errands.roster_form import COLUMNS
from shared.id_number import check_character
from shared.xlsx import child, limits, reading
from shared.xlsx.table import Table, find
from tests.builders.applicant import TODAY, TOWNS, a_gazetteer, an_id_no
from tests.builders.books import HEAD, a_book

PLACES = [f"{town}{village}" for town, villages in TOWNS.values() for village in villages]
FAULTS = ((5, "43123019850615000"), (6, "1390000"), (1, ""), (7, ""), (5, "431230198506150003"))


class Typed(pydantic.BaseModel):
    """The yardstick's row: what pydantic is usually asked to check of it."""

    name: str = pydantic.Field(min_length=1, max_length=50)
    id_no: str = pydantic.Field(pattern=r"^[0-9]{17}[0-9X]$")
    phone: str = pydantic.Field(pattern=r"^1[3-9][0-9]{9}$")
    place: str = pydantic.Field(min_length=1, max_length=60)
    sex: Literal["女", "男", ""] = ""
    education: str = pydantic.Field("", max_length=20)

    @pydantic.field_validator("id_no")
    @classmethod
    def checked(cls, number: str) -> str:
        """Refuse a wrong check character."""
        if check_character(number[:17]) != number[17]:
            raise ValueError("check")
        return number


def a_roster(rows: int) -> bytes:
    """Return a workbook with so many women, one in ten with a fault: number, phone, name, place or sex, in turn."""
    women = []
    for n in range(rows):
        number = an_id_no(f"{1970 + n % 35}{1 + n % 12:02d}{1 + n % 28:02d}", f"{(n // 35) % 500 * 2:03d}")
        row = [n + 1, "龙凤英", "女", "初中", "", number, f"139{n:08d}", PLACES[n % len(PLACES)], "农业", "", ""]
        if n % 10 == 0:
            at, wrong = FAULTS[n // 10 % len(FAULTS)]
            row[at] = wrong
        women.append(tuple(row))
    return a_book([["花名册"], ["填报单位"], HEAD, *women])


def timed(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Return the shortest of some runs and what it gave."""
    best, found = float("inf"), None
    for _ in range(times):
        began = time.process_time()  # of this process alone: the neighbours of a busy machine do not count
        found = work()
        best = min(best, time.process_time() - began)
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
    book = reading.book_of(child.book(content))
    return find(book.sheets, COLUMNS, book.hidden)


def checked(table: Table) -> int:
    """Return how many rows applicant's rules refuse."""
    rows = [RawRow(line.row, **{name: line.values.get(name, "") for name in FIELDS}) for line in table.lines]
    return sum(one.verdict == "error" for one in read_all(rows, a_gazetteer(), TODAY))


def ours(content: bytes) -> int:
    """Read, find the headings, judge every row with all that is wrong; return how many are refused."""
    return checked(in_process(content))


def with_pydantic(content: bytes) -> int:
    """Do the same by openpyxl and a pydantic model; return how many are refused, whoever stands twice too."""
    refused, seen = 0, set[str]()
    for line in with_openpyxl(content).lines:
        try:
            typed = Typed(**{name: line.values.get(name, "").strip() for name in Typed.model_fields})
        except pydantic.ValidationError:
            refused += 1
        else:
            refused += typed.id_no in seen
            seen.add(typed.id_no)
    return refused


def added_peak(path: str) -> None:
    """Print how many MB our import adds to the high-water mark of a fresh process that has read the file."""
    content = Path(path).read_bytes()
    ours(a_roster(20))  # what is loaded once is not the import's
    Path("/proc/self/clear_refs").write_text("5")  # the high-water mark begins anew
    before = _high_water()
    ours(content)
    print((_high_water() - before) // 1024)


def _high_water() -> int:
    """Return the most memory this process has held, in KB."""
    lines = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main(rows: int = 5_000) -> None:
    """Measure and print each beside calamine alone, and the goals of performance.md §7 with whether they are met."""
    content = a_roster(rows)
    rounds = [_round(content) for _ in range(3)]  # beside each other, so that a busy moment meets all of them
    yard, mine, other, refused, theirs = (min(one[n] for one in rounds) for n in range(5))
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        Path(file.name).write_bytes(content)
        command = [sys.executable, "-m", "benchmarks.roster", "peak", file.name]
        peak = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"{rows} rows, {len(content) // 1024} KB; refused: {refused:.0f} by ours, {theirs:.0f} by pydantic")
    print(f"  calamine alone        {yard:6.2f} s")
    print(f"  ours, all of it       {mine:6.2f} s   {mine / yard:5.1f} x calamine (goal 6: {_met(mine <= 6 * yard)})")
    share = mine / other
    print(f"  openpyxl + pydantic   {other:6.2f} s   ours is {share:.2f} of it (goal 0.5: {_met(share <= 0.5)})")
    print(f"  added peak            {peak:6d} MB  (goal below 50: {_met(peak < 50)})")


def _round(content: bytes) -> tuple[float, float, float, float, float]:
    yard, _ = timed(lambda: calamine_alone(content), times=1)
    mine, refused = timed(lambda: ours(content), times=1)
    other, theirs = timed(lambda: with_pydantic(content), times=1)
    return yard, mine, other, refused, theirs


def _met(true: bool) -> str:
    return "met" if true else "NOT met"


if __name__ == "__main__":
    if sys.argv[1:2] == ["peak"]:
        added_peak(sys.argv[2])
    else:
        main(*map(int, sys.argv[1:]))
