"""Due work bound to one transaction: promising a job, and finishing the one in hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pymongo.client_session import ClientSession

from shared.clock import Clock
from shared.jobs.job import Job, Jobs

NOW = timedelta()


@dataclass(frozen=True, slots=True)
class Due:
    """Jobs of this service, in the transaction that wants or finishes them."""

    jobs: Jobs
    session: ClientSession | None
    clock: Clock = field(default_factory=Clock)

    def add(self, kind: str, key: str, after: timedelta = NOW, payload: Mapping[str, Any] | None = None) -> None:
        """Promise that (kind, key) runs after a while of business time."""
        self.jobs.add(self.session, kind, key, self.clock.now() + after, payload)

    def done(self, job: object) -> None:
        """Finish the job; raises Stale when somebody else has it."""
        assert isinstance(job, Job), "a job of the loop"
        assert self.session is not None, "a job is finished inside the transaction that did its work"
        self.jobs.done(self.session, job)
