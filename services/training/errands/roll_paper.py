"""The sheet of a session on paper, a row and a code for each woman: laid out when asked for, printed in a job."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template

from services.training.usecases import UseCases
from services.training.usecases.attendance.find import Sitting
from shared.jobs.job import Job
from shared.running import Runs

PAPERS = Path(__file__).with_name("papers")


def laid_out(sitting: Sitting, names: Mapping[str, str], room: str) -> str:
    """Return the sheet as an HTML document that needs nothing from outside, by name; `names` by enrolment."""
    code = {place: code for code, place in sitting.codes.items()}
    rows: list[dict[str, Any]] = [
        {"code": code[place.id], "name": names[place.id]}
        for place in sorted(sitting.women, key=lambda place: names[place.id])
    ]
    return _template().render(sitting=sitting, rows=rows, room=room)


@dataclass(frozen=True, slots=True)
class RollPaper:
    """Two jobs, whose key is the sheet that was asked for: printing it in a child process, and forgetting it."""

    pdfs: Callable[[Sequence[str]], list[bytes]]
    runs: Runs[UseCases]

    def print(self, job: Job) -> None:
        """Make the PDF; raises Unavailable when printing fails, and is run again then."""
        html = self.runs.ask(lambda use: use.attendance.print_roll.prints.html(job.key))
        pdf = self.pdfs([html])[0] if html is not None else None
        self.runs.run(lambda use: use.attendance.print_roll.printed(job.key, pdf, job))

    def forget(self, job: Job) -> None:
        """Delete it after its day."""
        self.runs.run(lambda use: use.attendance.print_roll.forget(job.key, job))


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(PAPERS), autoescape=True).get_template("roll.html")
