"""Reading an upload: never in the process that serves people."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from shared.errors import Refused
from shared.xlsx.child import SECONDS
from shared.xlsx.hidden import Hidden
from shared.xlsx.limits import check_size

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
    hidden = [Hidden(frozenset(rows), frozenset(columns)) for rows, columns in answer["hidden"]]
    return Book(answer["sheets"], hidden, answer["unread"])
