"""A notice comes down, a title's years are over, a yearly report is due: each on its day."""

from dataclasses import dataclass

from services.applicant.usecases import UseCases
from shared.jobs.job import Job
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class TitleDue:
    """Runs jobs of the kind `title_due`; the key is the nomination's id."""

    runs: Runs[UseCases]

    def __call__(self, job: Job) -> None:
        """Do what is due and finish the job in one transaction."""
        self.runs.run(lambda use: use.title.fall_due(job.key, job))


@dataclass(frozen=True, slots=True)
class TitleReport:
    """Runs jobs of the kind `title_report`; the key is the nomination's id."""

    runs: Runs[UseCases]

    def __call__(self, job: Job) -> None:
        """Remind her, promise next year's reminder, and finish the job in one transaction."""
        self.runs.run(lambda use: use.title.remind(job.key, job))
