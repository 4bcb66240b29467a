"""An officer asks for the archive package of a case, and says what for; a job makes it."""

from dataclasses import dataclass

from services.loans.domain.archive import Archive
from services.loans.usecases.application.reach import reach
from services.loans.usecases.archive.ports import Archives
from services.loans.usecases.desk.ports import Due
from services.loans.usecases.ports import Applications, Clock, Deed, Ledger
from shared.access import Actor
from shared.errors import NotFound
from shared.ids import new_id

MAKE = "make_archive"


@dataclass(frozen=True, slots=True)
class AskArchive:
    """Each request leaves an audit row with its purpose."""

    applications: Applications
    archives: Archives
    due: Due
    ledger: Ledger
    clock: Clock

    def __call__(self, application_id: str, purpose: str, her_name: str, *, by: Actor) -> Archive:
        """Return the request; raises NotFound outside reach and for a draft."""
        found = reach(self.applications, application_id, by=by, action="archive.make")
        if found.review is None:
            raise NotFound("application_not_found")
        one = Archive(
            id=new_id(),
            application_id=found.id,
            person_id=found.person_id,
            asked_by=by.id,
            asker=by.name,
            asked_on=self.clock.today(),
            purpose=purpose,
            her_name=her_name,
        )
        self.archives.add(one)
        self.due.add(MAKE, one.id, self.clock.now())
        self.ledger.note(by, Deed("archive.ask", found.id, found.person_id, purpose))
        return one
