"""The sheet of a session on paper, a row and a code for each woman; made in a child process."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template

from services.training.usecases.attendance.find import Sitting

PAPERS = Path(__file__).with_name("papers")


@dataclass(frozen=True, slots=True)
class RollPaper:
    """Nothing of it is kept."""

    pdfs: Callable[[Sequence[str]], list[bytes]]

    def __call__(self, sitting: Sitting, names: Mapping[str, str], room: str) -> bytes:
        """Return the PDF; `names` by enrolment. Raises Unavailable when printing fails."""
        return self.pdfs([self.html(sitting, names, room)])[0]

    def html(self, sitting: Sitting, names: Mapping[str, str], room: str) -> str:
        """Return the sheet as an HTML document that needs nothing from outside, by name."""
        code = {place: code for code, place in sitting.codes.items()}
        rows: list[dict[str, Any]] = [
            {"code": code[place.id], "name": names[place.id]}
            for place in sorted(sitting.women, key=lambda place: names[place.id])
        ]
        return _template().render(sitting=sitting, rows=rows, room=room)


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(PAPERS), autoescape=True).get_template("roll.html")
