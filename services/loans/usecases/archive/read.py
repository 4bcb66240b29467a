"""Only who asked for a package opens it; each opening leaves an audit row."""

from dataclasses import dataclass

from services.loans.domain.archive import Archive
from services.loans.usecases.application.reach import reach
from services.loans.usecases.archive.ports import Archives
from services.loans.usecases.ports import Applications, Deed, Ledger
from shared.access import Actor
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class ReadArchive:
    """Run `content` in a transaction: it writes the audit."""

    applications: Applications
    archives: Archives
    ledger: Ledger

    def listed(self, application_id: str, *, by: Actor) -> list[Archive]:
        """Return what the asker asked for, newest first; raises NotFound outside reach."""
        reach(self.applications, application_id, by=by, action="archive.make")
        return self.archives.of(application_id, by.id)

    def content(self, application_id: str, archive_id: str, *, by: Actor) -> bytes:
        """Return the PDF; raises NotFound("archive_not_found") for somebody else's and for what is not made."""
        found = reach(self.applications, application_id, by=by, action="archive.make")
        one = next((each for each in self.archives.of(found.id, by.id) if each.id == archive_id), None)
        pdf = self.archives.pdf(one) if one is not None else None
        if one is None or pdf is None:
            raise NotFound("archive_not_found")
        self.ledger.note(by, Deed("archive.read", found.id, found.person_id, one.purpose))
        return pdf
