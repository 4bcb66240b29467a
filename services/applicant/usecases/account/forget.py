"""A challenge is forgotten, with the key of its number."""

from dataclasses import dataclass

from services.applicant.usecases.account.ports import Challenges
from services.applicant.usecases.message.ports import DueWork


@dataclass(frozen=True, slots=True)
class Forget:
    """Due a day after the challenge began."""

    challenges: Challenges
    due: DueWork

    def __call__(self, challenge_id: str, job: object) -> None:
        """Delete it and finish the job."""
        self.challenges.forget(challenge_id)
        self.due.done(job)
