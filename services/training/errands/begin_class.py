"""A class whose first day has come runs from then on."""

from dataclasses import dataclass

from services.training.usecases import UseCases
from shared.jobs.job import Job
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class BeginClass:
    """Due on the morning of the first day."""

    runs: Runs[UseCases]

    def __call__(self, job: Job) -> None:
        """Let it run."""
        self.runs.run(lambda use: use.training_class.step.begin(job.key, job), hot=f"class:{job.key}")
