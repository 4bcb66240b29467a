"""The list of an exam is made on the morning of the day by which the tester has it."""

from dataclasses import dataclass

from services.training.usecases import UseCases
from shared.jobs.job import Job
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class MakeExamList:
    """The job's key is the class."""

    runs: Runs[UseCases]

    def __call__(self, job: Job) -> None:
        """Make it."""
        self.runs.run(lambda use: use.exam.lists.run(job.key, job), hot=f"class:{job.key}")
