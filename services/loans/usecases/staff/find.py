"""The people of an enterprise for whoever may see them; the sheet she sent last for her."""

from dataclasses import dataclass

from services.loans.domain.application import Application
from services.loans.domain.staff import Employee
from services.loans.usecases.application.reach import reach
from services.loans.usecases.ports import Applications, Deed, Ledger
from services.loans.usecases.staff.ports import StaffRosters
from shared.access import Actor, Kind


@dataclass(frozen=True, slots=True)
class Find:
    """People shown to an officer leave an audit row: run `people` in a transaction."""

    applications: Applications
    rosters: StaffRosters
    ledger: Ledger

    def people(self, application_id: str, *, by: Actor) -> tuple[Application, list[Employee]]:
        """Return the application and its people; raises NotFound outside reach, Denied("own_file")."""
        found = reach(self.applications, application_id, by=by, action="paper.read")
        if by.kind is Kind.STAFF:
            self.ledger.note(by, Deed("staff.read", found.id, found.person_id))
        return found, self.rosters.people(found)

    def sheet(self, application_id: str, *, by: Actor) -> bytes | None:
        """Return the sheet that was sent last, None when there is none; raises NotFound outside reach."""
        return self.rosters.sheet(reach(self.applications, application_id, by=by, action="application.fill"))
