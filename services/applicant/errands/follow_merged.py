"""The women of a merged village follow it."""

from dataclasses import dataclass

from services.applicant.usecases import UseCases
from shared.jobs.job import Job
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class FollowMerged:
    """Runs jobs of the kind `unit_follow`; the key is the merged unit's id."""

    runs: Runs[UseCases]

    def __call__(self, job: Job) -> None:
        """Move some of them and finish the job in one transaction."""
        self.runs.run(lambda use: use.unit.follow(job.key, job))
