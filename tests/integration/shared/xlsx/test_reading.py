"""Reading in a child process: what it answers, and that it ends."""

import io
import subprocess
import sys

import openpyxl
import pytest

from shared.errors import Refused
from shared.xlsx import child, reading
from tests.builders.books import HEAD, WOMAN, a_book, saved, with_part


def test_every_visible_sheet_is_read_from_its_first_line():
    book = openpyxl.load_workbook(io.BytesIO(a_book([[], [], HEAD, WOMAN], before=["封面"])))
    hidden = book.create_sheet("藏")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    sheets = reading.read(saved(book))
    assert len(sheets) == 2
    assert sheets[1][2] == list(HEAD)


def test_a_formula_is_what_it_last_showed_and_never_a_formula():
    [grid] = reading.read(a_book([["=1+1", '=HYPERLINK("http://x","y")']]))
    assert all(not text.startswith("=") for row in grid for text in row)


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (b"PK\x03\x04 no", "file_not_xlsx"),
        (with_part(a_book([HEAD]), "xl/worksheets/sheet1.xml", b"<not xml"), "file_not_xlsx"),
        (with_part(a_book([HEAD]), "xl/x.xml", b"\0" * (60 * 2**20)), "file_inflates"),
        (a_book([HEAD, *[WOMAN] * 5200]), "too_many_rows"),
    ],
    ids=["no zip", "broken sheet", "bomb", "rows"],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, slug: str):
    with pytest.raises(Refused) as refused:
        reading.read(content)
    assert refused.value.slug == slug


def test_a_child_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "SECONDS", 0)
    monkeypatch.setattr(reading, "GRACE", 0.01)
    with pytest.raises(Refused, match="file_unreadable"):
        reading.read(a_book([HEAD, WOMAN]))


def test_a_child_has_limits_of_its_own():
    asks = "\n".join(
        (
            "import io, resource, sys, types, shared.xlsx.child as child",
            "sys.stdin = types.SimpleNamespace(buffer=io.BytesIO(b''))",
            "child.main()",
            "print('', *(resource.getrlimit(one)[0] for one in (resource.RLIMIT_AS, resource.RLIMIT_CPU)))",
        )
    )
    done = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-2:] == [str(child.MEMORY), str(child.SECONDS)]
