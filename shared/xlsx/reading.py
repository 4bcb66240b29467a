"""Reading an upload: never in the process that serves people."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shared.errors import Refused
from shared.xlsx.child import SECONDS
from shared.xlsx.columns import Column
from shared.xlsx.hidden import Hidden
from shared.xlsx.limits import check_size
from shared.xlsx.table import Table, find

GRACE = 5


@dataclass(frozen=True, slots=True)
class Book:
    """The texts of every visible sheet, what is hidden on each of them, and how many sheets are hidden and not read."""

    sheets: list[list[list[str]]] = field(repr=False)
    hidden: list[Hidden]
    unread: int


def read(content: bytes) -> list[list[list[str]]]:
    """Return the texts of every visible sheet; raises what `opened` raises."""
    return opened(content).sheets


def table_in(content: bytes, columns: Sequence[Column]) -> Table:
    """Return the table that has our headings, with what the workbook hides; raises what `opened` and `find` raise."""
    book = opened(content)
    return replace(find(book.sheets, columns, book.hidden), unread=book.unread)


def opened(content: bytes) -> Book:
    """Return what stands in a workbook; raises Refused with the reason (limits.py), or `file_unreadable`."""
    check_size(content)
    command = [sys.executable, "-m", "shared.xlsx.child"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS + GRACE, check=True)  # noqa: S603  # our own module
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Refused("file_unreadable") from error
    answer: dict[str, Any] = json.loads(done.stdout)
    if "slug" in answer:
        raise Refused(answer["slug"], **answer["facts"])
    return book_of(answer)


def book_of(answer: Mapping[str, Any]) -> Book:
    """Return the workbook of a child's answer (child.book)."""
    hidden = [Hidden(frozenset(rows), frozenset(columns)) for rows, columns in answer["hidden"]]
    return Book(answer["sheets"], hidden, answer["unread"])
