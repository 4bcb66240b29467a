"""Due work of the desks."""

from dataclasses import dataclass

from services.loans.usecases import UseCases
from shared.jobs.job import Job
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class DeskJobs:
    """One method for each kind of job."""

    runs: Runs[UseCases]

    def lapse(self, job: Job) -> None:
        """End a case that waited too long."""
        self.runs.run(lambda use: use.desk.lapse(job.key, job))
