"""Each night the counters of the journey are held against a full count."""

from dataclasses import dataclass

from services.applicant.usecases import UseCases
from shared.jobs.job import Job
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class CheckTonight:
    """Runs the job of the kind `check_counters`; a difference leaves it failed, which alarms somebody."""

    runs: Runs[UseCases]

    def __call__(self, job: Job) -> None:
        """Count everything from one moment's data, then end the job."""
        found = self.runs.survey(lambda use: use.journey.check())
        self.runs.run(lambda use: use.journey.check.tonight(job, found))
