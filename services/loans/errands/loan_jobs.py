"""Due work of loans and funds: the morning after a due date, the nightly check of ledgers, a quarter's subsidies."""

from dataclasses import dataclass

from services.loans.usecases import UseCases
from shared.jobs.job import Job
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class LoanJobs:
    """Each runs in one transaction together with the end of its job."""

    runs: Runs[UseCases]

    def morning(self, job: Job) -> None:
        """Note what is late of the loan that the job is about."""
        self.runs.run(lambda use: use.loan.mornings.look(job.key, job))

    def quarter(self, job: Job) -> None:
        """Prepare the subsidies of the county and quarter that the job is about."""
        self.runs.run(lambda use: use.subsidy.prepare.tonight(job.key, job))

    def check(self, job: Job) -> None:
        """Hold each fund against its ledger; a difference leaves the job failed, which alarms somebody."""
        found = self.runs.survey(lambda use: use.fund.check())
        self.runs.run(lambda use: use.fund.check.tonight(job, found))
