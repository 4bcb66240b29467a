"""An offer that nobody answered in time goes on to the next."""

from dataclasses import dataclass

from services.training.usecases import UseCases
from shared.jobs.job import Job
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class LapseOffer:
    """Due at the moment the offer promised; the job's key is the enrolment."""

    runs: Runs[UseCases]

    def __call__(self, job: Job) -> None:
        """Look whether she answered."""
        class_id = self.runs.ask(lambda use: use.enrolment.find.enrolments.get(job.key).class_id)
        self.runs.run(lambda use: use.enrolment.offers.lapse(job.key, job), hot=f"class:{class_id}")
