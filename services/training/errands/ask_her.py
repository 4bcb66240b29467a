"""She is asked on her phone what a class was like and what she earns since; applicant sends the messages."""

from dataclasses import dataclass
from functools import partial

from services.training.usecases import UseCases
from shared.jobs.job import Job
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class AskHer:
    """Two kinds of job, by class and by certificate and month; and what certificates of before still lack."""

    runs: Runs[UseCases]

    def opinion(self, job: Job) -> None:
        """Ask the women of a class what it was like."""
        self.runs.run(lambda use: use.evaluation.ask(job.key, job), hot=f"class:{job.key}")

    def income(self, job: Job) -> None:
        """Ask one woman what she earns."""
        self.runs.run(lambda use: use.followup.ask(job.key, job))

    def catch_up(self) -> tuple[int, int]:
        """Begin the follow-ups that lack and promise what is to come; returns how many were begun, and looked at."""
        papers = self.runs.ask(lambda use: use.followup.recent_papers())
        return sum(self.runs.run(partial(_catch_up, paper)) for paper in papers), len(papers)


def _catch_up(certificate_id: str, use: UseCases) -> bool:
    return use.followup.catch_up(certificate_id)
