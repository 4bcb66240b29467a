"""A staff roster is handed over: its people count from now on, or none of them do."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.loans.domain.application import Application
from services.loans.domain.staff import Employee, Roster
from services.loans.usecases.application.reach import reach
from services.loans.usecases.ports import Applications, Clock
from services.loans.usecases.staff.ports import StaffRosters
from shared.access import Actor
from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class Sheet:
    """An uploaded sheet as it was read: the lines that are right, how many are not, the file itself."""

    people: Sequence[Employee]
    wrong: int
    content: bytes

    def counts(self, *, partial: bool) -> bool:
        """Tell whether its people count: all lines are right, or the right ones are enough."""
        return bool(self.people) and (partial or not self.wrong)


@dataclass(frozen=True, slots=True)
class Take:
    """In a draft, or while a desk waits for her; the same sheet twice changes nothing."""

    applications: Applications
    rosters: StaffRosters
    clock: Clock

    def __call__(self, application_id: str, sheet: Sheet, *, partial: bool, by: Actor) -> Application:
        """Return the application with the sums of the sheet; without `partial` one wrong line keeps all out.

        Raises NotFound, Conflict outside a draft, Refused("not_an_enterprise").
        """
        found = reach(self.applications, application_id, by=by, action="application.fill")
        if found.draft.business.form != "enterprise":
            raise Refused("not_an_enterprise")
        taken = sheet.counts(partial=partial)
        roster = Roster.of(sheet.people, self.clock.today(), sheet.wrong) if taken else found.draft.roster
        found.fill(lambda draft: draft.counted(roster))
        self.rosters.put(found, sheet.people if taken else None, sheet.content)
        self.applications.save(found)
        return found
