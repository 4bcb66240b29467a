"""Questions about enterprises that change nothing."""

from dataclasses import dataclass
from datetime import date

from services.applicant.domain.access import RULES
from services.applicant.domain.enterprise import Enterprise
from services.applicant.usecases.enterprise.ports import Enterprises
from services.applicant.usecases.enterprise.reach import reach
from services.applicant.usecases.ports import Clock
from shared.access import Actor, scope

MOST = 200


@dataclass(frozen=True, slots=True)
class Find:
    """What an asker may see of enterprises."""

    enterprises: Enterprises
    clock: Clock

    def one(self, enterprise_id: str, *, by: Actor, action: str = "enterprise.read") -> Enterprise:
        """Return one for what the asker wants to do with it; raises NotFound outside the reach."""
        return reach(self.enterprises, enterprise_id, by=by, action=action)

    def own(self, person_id: str) -> list[Enterprise]:
        """Return a woman's, for herself or once the asker has been let through to her."""
        return self.enterprises.of_person(person_id)

    def listed(self, *, by: Actor, after: str | None = None, limit: int = 50) -> list[Enterprise]:
        """Return those inside the asker's units, newest first."""
        return self.enterprises.page(scope(RULES, by, "enterprise.read"), after, min(limit, MOST))

    def today(self) -> date:
        """Return the business day."""
        return self.clock.today()
