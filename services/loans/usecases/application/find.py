"""Questions about applications that change nothing."""

from dataclasses import dataclass

from services.loans.domain.access import RULES
from services.loans.domain.application import Application
from services.loans.usecases.application.reach import reach
from services.loans.usecases.ports import Applications
from shared.access import Actor, Kind, can, scope
from shared.replica import Replica

MOST = 200


@dataclass(frozen=True, slots=True)
class Find:
    """What an asker may see of applications."""

    applications: Applications
    replica: Replica

    def one(self, application_id: str, *, by: Actor) -> Application:
        """Return one; raises NotFound outside the asker's reach."""
        return reach(self.applications, application_id, by=by, action="application.read")

    def hers(self, person_id: str, *, by: Actor) -> list[Application]:
        """Return one woman's, newest first, those the asker may see; a service asks for an end user or for itself."""
        user = by.on_behalf_of or by
        found = self.applications.of_person(person_id)
        if user.kind is Kind.SERVICE:
            return found
        return [one for one in found if can(RULES, user, "application.read", path=one.scope, person_id=person_id)]

    def drafts(self, *, by: Actor, after: str | None = None, limit: int = 50) -> list[Application]:
        """Return open drafts inside the asker's units, newest first, those before the number `after`."""
        return self.applications.drafts(scope(RULES, by, "draft.list"), after, min(limit, MOST))

    def places(self, found: list[Application]) -> dict[str, str]:
        """Return the last known unit title of each application, by application id."""
        titles = {
            unit.id: unit.title for unit in self.replica.units.some({unit for one in found for unit in one.place})
        }
        return {one.id: next((titles[unit] for unit in reversed(one.place) if unit in titles), "") for one in found}
