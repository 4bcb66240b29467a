"""What runs in the child process: HTML documents in as JSON, PDFs out, under limits of time and memory."""

import base64
import ctypes.util
import json
import os
import resource
import sys

SECONDS = 120
MEMORY = 2 * 1024**3
PICTURE = "data:image/jpeg;base64,"
KINDNESS = 10  # those who wait for a page come before those who wait for paper


class Fetched(ValueError):
    """A document asked for something outside itself."""


def main() -> None:
    """Read a list of documents from standard input, write their PDFs in base64 to standard output."""
    os.nice(KINDNESS)
    ctypes.util.find_library = _by_its_file
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    pages: list[str] = json.loads(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps([base64.b64encode(pdf(page)).decode() for page in pages]))


def _by_its_file(name: str) -> str | None:  # noqa: ARG001  # ctypes' own form
    """Find no library by a short name: that starts a compiler for each try, and their files' names are tried next."""
    return None


def pdf(page: str) -> bytes:
    """Return one HTML document as PDF; raises Fetched when it points anywhere but to a JPEG within itself."""
    from weasyprint import HTML  # noqa: PLC0415  # after the limits are set

    made: bytes = HTML(string=page, url_fetcher=_inside).write_pdf()
    return made


def _inside(url: str, *_: object, **__: object) -> object:
    from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415  # the same

    if not url.startswith(PICTURE):
        raise Fetched(url)
    return URLFetcherResponse(url, base64.b64decode(url.removeprefix(PICTURE)), {"Content-Type": "image/jpeg"})


if __name__ == "__main__":
    main()
