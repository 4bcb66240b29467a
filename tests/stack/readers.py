"""Programs that are not ours read what we hand out: zbarimg codes, pdftotext papers."""

import subprocess
import tempfile
from pathlib import Path

SECONDS = 180


def code_on(paper: bytes) -> str:
    """Return what zbarimg reads from the QR code on the first page of a PDF."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        Path(file.name).write_bytes(_said(["pdftoppm", "-r", "150", "-png", "-singlefile", "-"], paper))
        return _said(["zbarimg", "-q", "--raw", file.name]).decode().strip()


def words_on(paper: bytes) -> str:
    """Return the words pdftotext finds in a PDF, without spaces and line ends, which are the layout's."""
    return "".join(_said(["pdftotext", "-", "-"], paper).decode().split())


def _said(command: list[str], given: bytes | None = None) -> bytes:
    return subprocess.run(command, input=given, check=True, capture_output=True, timeout=SECONDS).stdout
