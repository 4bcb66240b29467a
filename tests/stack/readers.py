"""Programs that are not ours read what we hand out: zbarimg codes, pdftotext papers, LibreOffice workbooks."""

import csv
import subprocess
import tempfile
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

Sheets = list[list[str]]
# separator ",", quotes, UTF-8, from the first row, as shown, and every sheet into a file of its own (the last -1)
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
SECONDS = 180


def code_on(paper: bytes) -> str:
    """Return what zbarimg reads from the QR code on the first page of a PDF."""
    drawn = _said(["pdftoppm", "-r", "150", "-png", "-singlefile", "-"], paper)
    return code_in(drawn)


def code_in(picture: bytes) -> str:
    """Return what zbarimg reads from the QR code in a picture."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        Path(file.name).write_bytes(picture)
        return _said(["zbarimg", "-q", "--raw", file.name]).decode().strip()


def words_on(paper: bytes) -> str:
    """Return the words pdftotext finds in a PDF, without spaces and line ends, which are the layout's."""
    return "".join(_said(["pdftotext", "-", "-"], paper).decode().split())


def sheets_of(books: Mapping[str, bytes]) -> dict[str, dict[str, Sheets]]:
    """Return the rows of every sheet of every workbook, by their names, as LibreOffice opens them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for title, content in books.items():
            (folder / f"{title}.xlsx").write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        files = [str(path) for path in sorted(folder.glob("*.xlsx"))]
        _said(["soffice", profile, "--headless", "--convert-to", EVERY_SHEET, "--outdir", str(folder), *files])
        return {title: _sheets(folder, title) for title in books}


def _sheets(folder: Path, title: str) -> dict[str, Sheets]:
    found = sorted(folder.glob(f"{title}-*.csv"))
    return {path.stem.removeprefix(f"{title}-"): list(csv.reader(StringIO(path.read_text("utf-8")))) for path in found}


def _said(command: list[str], given: bytes | None = None) -> bytes:
    return subprocess.run(command, input=given, check=True, capture_output=True, timeout=SECONDS).stdout
