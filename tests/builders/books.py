"""Workbooks of tests, good and bad, made by another program than the one that reads them."""

import io
import zipfile
from collections.abc import Iterable, Sequence

import openpyxl

from shared.xlsx import child, reading

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


def read_here(content: bytes) -> reading.Book:
    """Return what stands in a workbook, read in this process: a child takes longer than a unit test may."""
    return reading.book_of(child.book(content))


def hiding(content: bytes, row: int, column: str) -> bytes:
    """Return a workbook whose first sheet hides a row and a column, with a hidden sheet behind."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active.row_dimensions[row].hidden = book.active.column_dimensions[column].hidden = True
    book.create_sheet("去年").sheet_state = "hidden"
    return saved(book)


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


CERTIFICATES = ("序号", "姓名", "身份证号码", "手机号", "户籍地", "文化程度", "证书编号", "培训工种", "发证时间")
LOANS = (
    "序号",
    "借款人",
    "身份证号码",
    "手机号",
    "户籍地",
    "学历",
    "借款合同号",
    "借款金额",
    "贷款余额",
    "执行利率",
    "放款日",
    "到期日",
    "付息至",
)
FUND = ("截至日期", "账户余额", "对账单号")
TITLES = (
    "序号",
    "姓名",
    "身份证号码",
    "手机号",
    "户籍地",
    "学历",
    "荣誉称号",
    "证书编号",
    "认定时间",
    "有效期",
    "企业名称",
    "社会信用代码",
    "成立时间",
)


def a_ledger(head: Sequence[str], rows: Iterable[Sequence[object]], title: str = "台账") -> bytes:
    """Return a ledger as an office keeps it: a title, the day, headings of its own, rows, a signature below."""
    lines: list[Sequence[object]] = [
        (f"通道侗族自治县{title}",),
        ("填报日期：2026年11月20日",),
        head,
        *rows,
        ("制表人：张敏",),
    ]
    return a_book(lines, sheet="台账")
