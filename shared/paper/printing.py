"""Printing: never in the process that serves people."""

import base64
import json
import subprocess
import sys
from collections.abc import Sequence

from shared.errors import Unavailable
from shared.paper.child import SECONDS

GRACE = 5


def pdfs(pages: Sequence[str]) -> list[bytes]:
    """Return each HTML document as a PDF, in order; raises Unavailable("printing_failed").

    One child makes all of them: loading the fonts costs more than a page. Give it a dozen at a time.
    """
    command = [sys.executable, "-m", "shared.paper.child"]
    asked = json.dumps(list(pages)).encode()
    try:
        done = subprocess.run(command, input=asked, capture_output=True, timeout=SECONDS + GRACE, check=True)  # noqa: S603  # our own module
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Unavailable("printing_failed") from error
    return [base64.b64decode(one) for one in json.loads(done.stdout)]
