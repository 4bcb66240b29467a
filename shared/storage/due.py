"""What is due later, promised in the transaction that wants it."""

from datetime import datetime

from pymongo.client_session import ClientSession

from shared.jobs.job import Job, Jobs


class MongoDue:
    """Due work, bound to one transaction."""

    def __init__(self, jobs: Jobs, session: ClientSession | None) -> None:
        self.jobs = jobs
        self.session = session

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        """Promise that it runs then; adding it again moves it."""
        self.jobs.add(self.session, kind, key, due_at)

    def trouble(self, kind: str, key: str) -> str:
        """Return what keeps it from being done: "failed", "away" (a server is waited for), "gone", or ""."""
        return self.jobs.trouble(self.session, kind, key)

    def done(self, job: object) -> None:
        """Finish the job whose work this transaction does; raises TypeError for anything that is no job."""
        if self.session is None or not isinstance(job, Job):
            raise TypeError("a job is finished inside the transaction that did its work")
        self.jobs.done(self.session, job)
