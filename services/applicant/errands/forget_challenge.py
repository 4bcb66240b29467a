"""A day later nothing of a challenge is left: neither the number nor the key that sealed it."""

from dataclasses import dataclass

from services.applicant.usecases import UseCases
from shared.jobs.job import Job
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class ForgetChallenge:
    """Runs jobs of the kind `forget_challenge`; the key is the challenge's id."""

    runs: Runs[UseCases]

    def __call__(self, job: Job) -> None:
        """Forget it and finish the job in one transaction."""
        self.runs.run(lambda use: use.account.forget(job.key, job))
