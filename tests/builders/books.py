"""Workbooks of tests, good and bad, made by another program than the one that reads them."""

import io
import zipfile
from collections.abc import Iterable, Sequence

import openpyxl

HEAD = ("序号", "姓名", "性别", "文化程度", "年龄", "身份证号", "联系电话", "户籍地", "户口性质", "人员类别", "备注")
WOMAN = ("1", "龙凤英", "女", "初中", "40", "431230198506150002", "13900000007", "双江镇芋头村", "农业", "", "")


def a_book(rows: Iterable[Sequence[object]], *, sheet: str = "花名册", before: Iterable[str] = ()) -> bytes:
    """Return a workbook with these rows; `before` are empty sheets that stand in front."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in before:
        book.create_sheet(name)
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook's bytes."""
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a workbook with one part put in or replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info.filename))
        new.writestr(name, part)
    return made.getvalue()


def lying(content: bytes, size: int = 10) -> bytes:
    """Return a workbook whose directory says that every part is small."""
    raw = bytearray(content)
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        raw[at + 24 : at + 28] = size.to_bytes(4, "little")
        at = raw.find(b"PK\x01\x02", at + 4)
    return bytes(raw)
