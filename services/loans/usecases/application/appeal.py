"""After a no she asks for a second look: the same desk, but not the hand that prepared the no."""

from dataclasses import dataclass

from services.loans.domain.application import Application
from services.loans.usecases.application.reach import reach
from services.loans.usecases.ports import Applications, Clock, Guards
from shared.access import Actor
from shared.errors import Conflict


@dataclass(frozen=True, slots=True)
class Appeal:
    """Only she herself; the day and the verdict of her application stay as they were."""

    applications: Applications
    guards: Guards
    clock: Clock

    def __call__(self, application_id: str, words: str, *, by: Actor) -> Application:
        """Return it on a desk again; raises NotFound, Conflict, Refused("appeal_too_late" or "appealed_once")."""
        found = reach(self.applications, application_id, by=by, action="application.appeal")
        self.guards.touch(f"person:{found.person_id}")
        found.require_refused()
        if any(one.open for one in self.applications.of_person(found.person_id)):
            raise Conflict("application_open", number="")
        found.appeal(words, today=self.clock.today())
        self.applications.save(found)
        return found
