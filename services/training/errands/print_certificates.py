"""The papers of a class, as a job: made a dozen at a time in a child process, kept sealed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.training.domain.certificate import Certificate
from services.training.usecases import UseCases
from shared.jobs.job import Job
from shared.running import Runs
from shared.storage.vault import ERASED

AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class PrintCertificates:
    """What is kept already is not made again, so that a job that was cut off goes on where it was."""

    paper: Callable[[Certificate], str]
    pdfs: Callable[[Sequence[str]], list[bytes]]
    runs: Runs[UseCases]

    def __call__(self, job: Job) -> None:
        """Print what a class still lacks; raises Unavailable when printing fails, and is run again then."""
        while lacking := self._lacking(job.key):
            made = self.pdfs([self.paper(one) for one in lacking])
            papers = list(zip(lacking, made, strict=True))
            self.runs.run(lambda use, papers=papers: use.certificate.keep(papers))  # type: ignore[misc]
        self.runs.run(lambda use: use.certificate.keep.done(job))

    def _lacking(self, class_id: str) -> list[Certificate]:
        found = self.runs.ask(lambda use: use.certificate.find.unprinted(class_id))
        return [one for one in found if one.identity.name != ERASED][:AT_ONCE]
