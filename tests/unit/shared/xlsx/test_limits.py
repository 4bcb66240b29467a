"""What is no workbook, or too much of one, is told before any library opens it."""

import io
import zipfile

import pytest

from shared.errors import Refused
from shared.xlsx.limits import MOST_BYTES, check
from tests.builders.books import HEAD, WOMAN, a_book, lying, with_part

GOOD = a_book([HEAD, WOMAN])
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


def many_parts() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("xl/workbook.xml", "<x/>")
        for n in range(200):
            book.writestr(f"xl/media/{n}", "x")
    return made.getvalue()


def test_a_workbook_passes():
    check(GOOD)


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (b"", "file_empty"),
        (b"x" * (MOST_BYTES + 1), "file_too_large"),
        (b"name,phone\n", "file_not_xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_not_xlsx"),
        (GOOD[: len(GOOD) // 2], "file_not_xlsx"),
        (many_parts(), "file_too_many_parts"),
        (with_part(GOOD, "xl/big.xml", b"\0" * (51 * 2**20)), "file_inflates"),
        (with_part(GOOD, "xl/sharedStrings.xml", BOMB), "file_has_entities"),
        (with_part(GOOD, "xl/_rels/workbook.xml.rels", BOMB), "file_has_entities"),
        (with_part(GOOD, "xl/styles.xml", BOMB.decode().encode("utf-16")), "file_has_entities"),
        (with_part(GOOD, "xl/styles.xml", b" " * (256 * 1024 - 5) + BOMB), "file_has_entities"),
    ],
    ids=[
        "empty",
        "large",
        "csv",
        "old xls or password",
        "cut off",
        "parts",
        "bomb",
        "entities",
        "in rels",
        "utf-16",
        "cut word",
    ],
)
def test_what_is_refused_is_refused_with_its_reason(content: bytes, slug: str):
    with pytest.raises(Refused) as refused:
        check(content)
    assert refused.value.slug == slug


def test_a_directory_that_lies_about_sizes_does_not_help():
    bomb = lying(with_part(GOOD, "xl/big.bin", b"\0" * (60 * 2**20)))
    assert len(bomb) < MOST_BYTES
    with pytest.raises(Refused) as refused:
        check(bomb)
    assert refused.value.slug in ("file_inflates", "file_not_xlsx")


def test_a_zip_of_something_else_is_no_workbook():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(Refused, match="file_not_xlsx"):
        check(made.getvalue())
