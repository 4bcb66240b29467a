"""An archive package as a job: gathered, printed in a child process, kept sealed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.loans.errands import archive_paper
from services.loans.usecases import UseCases
from services.loans.usecases.archive.keep import Gathered
from shared.errors import NotFound
from shared.jobs.job import Job
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class MakeArchive:
    """A job that is cut off begins again: what it keeps replaces what was there."""

    pdfs: Callable[[Sequence[str]], list[bytes]]
    runs: Runs[UseCases]

    def make(self, job: Job) -> None:
        """Print a package; raises Unavailable when printing fails, and is run again then."""
        try:
            found, titles = self.runs.ask(lambda use: _all(use, job.key))
        except NotFound:
            self.runs.run(lambda use: use.archive.keep.gone(job.key, job))
            return
        [pdf] = self.pdfs([archive_paper.page(found, titles)])
        self.runs.run(lambda use: use.archive.keep.made(job.key, pdf, job))

    def drop(self, job: Job) -> None:
        """Throw a package away."""
        self.runs.run(lambda use: use.archive.keep.gone(job.key, job))


def _all(use: UseCases, archive_id: str) -> tuple[Gathered, dict[str, str]]:
    found = use.archive.keep.gather(archive_id)
    offices = {entry.office for entry in found.application.case.entries}
    return found, {unit.id: unit.title for unit in use.replica.units.some(sorted(offices))}
