"""Time ran out: a case that waited too long for her, or for a contract, ends by itself."""

from dataclasses import dataclass

from services.loans.usecases.desk.ports import Due, Release
from services.loans.usecases.ports import Applications, Clock
from shared.access import SYSTEM


@dataclass(frozen=True, slots=True)
class Lapse:
    """Runs as a job; what has gone on, or was returned anew with a later day, stays."""

    applications: Applications
    release: Release
    due: Due
    clock: Clock

    def __call__(self, application_id: str, job: object) -> None:
        """End it if its time is over, and finish the job."""
        found, today = self.applications.get(SYSTEM, application_id), self.clock.today()
        if found.waits_until is not None and found.waits_until < today:
            found.lapse(today=today)
            self.release(application_id=found.id)
            self.applications.save(found)
        self.due.done(job)
