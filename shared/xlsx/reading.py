"""Reading an upload: never in the process that serves people."""

import json
import subprocess
import sys
from typing import Any

from shared.errors import Refused
from shared.xlsx.child import SECONDS
from shared.xlsx.limits import check_size

GRACE = 5


def read(content: bytes) -> list[list[list[str]]]:
    """Return the texts of every visible sheet; raises Refused with the reason (limits.py), or `file_unreadable`."""
    check_size(content)
    command = [sys.executable, "-m", "shared.xlsx.child"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS + GRACE, check=True)  # noqa: S603  # our own module
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Refused("file_unreadable") from error
    answer: dict[str, Any] = json.loads(done.stdout)
    if "slug" in answer:
        raise Refused(answer["slug"], **answer["facts"])
    found: list[list[list[str]]] = answer["sheets"]
    return found
