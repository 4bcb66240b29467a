"""She takes her application back."""

from dataclasses import dataclass

from services.loans.domain.application import Application
from services.loans.usecases.application.reach import reach
from services.loans.usecases.desk.ports import Release
from services.loans.usecases.ports import Applications, Clock
from shared.access import Actor


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Only she herself; nobody does it for her."""

    applications: Applications
    release: Release
    clock: Clock

    def __call__(self, application_id: str, *, by: Actor) -> Application:
        """Return it withdrawn. Raises NotFound, Conflict when it no longer can be."""
        found = reach(self.applications, application_id, by=by, action="application.withdraw")
        found.withdraw(today=self.clock.today())
        self.release(application_id=found.id)
        self.applications.save(found)
        return found
