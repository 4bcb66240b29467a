"""What an uploaded workbook may be, looked at before any library opens it (security.md §6)."""

import io
import re
import zipfile
from collections.abc import Iterator

from shared.errors import Refused

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
MOST_PARTS = 200
MOST_INFLATED = 50 * MEGABYTE
MOST_ROWS = 5_000
MOST_COLUMNS = 60
CHUNK = 256 * 1024
WORKBOOK = "xl/workbook.xml"
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_size(content: bytes) -> None:
    """Raise Refused("file_empty" | "file_too_large")."""
    if not content:
        raise Refused("file_empty")
    if len(content) > MOST_BYTES:
        raise Refused("file_too_large", most=MOST_BYTES // MEGABYTE)


def check(content: bytes) -> None:
    """Look through a workbook without trusting what its directory says of itself.

    Raises Refused: `file_not_xlsx` (no zip, no workbook inside, sealed with a password, broken), `file_too_many_parts`,
    `file_inflates` (declared or real size), `file_has_entities`.
    """
    check_size(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _directory(archive.infolist())
            left = MOST_INFLATED
            for info in archive.infolist():
                left = _part(archive, info, left)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Refused("file_not_xlsx") from error


def _directory(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise Refused("file_too_many_parts", most=MOST_PARTS)
    if sum(part.file_size for part in parts) > MOST_INFLATED:
        raise Refused("file_inflates", most=MOST_INFLATED // MEGABYTE)
    if WORKBOOK not in {part.filename for part in parts}:
        raise Refused("file_not_xlsx")


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> int:
    """Read one part to its end; returns how many bytes the others may still have."""
    before = b""
    for piece in _pieces(archive, info):
        left -= len(piece)
        if left < 0:
            raise Refused("file_inflates", most=MOST_INFLATED // MEGABYTE)
        # the end of the piece before is kept, so that a word cut in two is still seen
        if info.filename.endswith((".xml", ".rels")) and _DOCTYPE.search(before + piece.replace(b"\0", b"")):
            raise Refused("file_has_entities")
        before = piece[-16:].replace(b"\0", b"")
    return left


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as part:
        while piece := part.read(CHUNK):
            yield piece
