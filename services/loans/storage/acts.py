"""Acts of staff on funds, contracts and loans into the audit, and due work into the jobs, of the same transaction."""

from datetime import datetime

from pymongo.client_session import ClientSession

from services.loans.usecases.loan.ports import Act
from shared.access import Actor
from shared.jobs.job import Job, Jobs
from shared.storage.audit import Audit, Entry


class MongoActs:
    """The audit, bound to one transaction."""

    def __init__(self, audit: Audit, session: ClientSession | None) -> None:
        self.audit = audit
        self.session = session

    def note(self, by: Actor, act: Act) -> None:
        """Keep an act; when it cannot be kept it does not happen."""
        entry = Entry(
            act.act,
            by,
            resource=act.resource,
            resource_id=act.resource_id,
            person_ids=act.person_ids,
            reason=act.reason,
            facts=act.facts,
        )
        self.audit.record(self.session, entry)


class MongoDue:
    """Due work, bound to one transaction."""

    def __init__(self, jobs: Jobs, session: ClientSession | None) -> None:
        self.jobs = jobs
        self.session = session

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        """Promise that it runs then; adding it again moves it."""
        self.jobs.add(self.session, kind, key, due_at)

    def done(self, job: object) -> None:
        """Finish the job whose work this transaction does; raises TypeError for anything that is no job."""
        if self.session is None or not isinstance(job, Job):
            raise TypeError("a job is finished inside the transaction that did its work")
        self.jobs.done(self.session, job)
