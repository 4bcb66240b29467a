"""The jobs of a package: gather what belongs to it, keep what was made, throw it away after its days."""

from dataclasses import dataclass, replace
from datetime import timedelta

from services.loans.domain.application import Application
from services.loans.domain.archive import Archive, Sheet
from services.loans.domain.consent import Consent
from services.loans.domain.loan import Loan
from services.loans.usecases.archive.ports import Archives
from services.loans.usecases.desk.ports import Due, Pictures
from services.loans.usecases.desk.routes import Routes
from services.loans.usecases.loan.ports import Loans
from services.loans.usecases.paper.find import Find
from services.loans.usecases.ports import Applications, Clock
from shared.access import SYSTEM

DROP = "drop_archive"


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that goes into one package; `said` is what her family and partners answered by phone."""

    archive: Archive
    application: Application
    loan: Loan | None
    sheets: tuple[Sheet, ...]
    said: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True)
class KeepArchive:
    """The paper itself is printed between `gather` and `made`, outside any transaction (errands/make_archive.py)."""

    applications: Applications
    archives: Archives
    papers: Find
    pictures: Pictures
    loans: Loans
    routes: Routes
    due: Due
    clock: Clock

    def gather(self, archive_id: str) -> Gathered:
        """Return what goes into a package; raises NotFound when it is gone."""
        one = self.archives.get(archive_id)
        found = self.applications.get(SYSTEM, one.application_id)
        sheets = (*self._papers(found), *self._visits(found))
        said = tuple(self.papers.consents.of(found.id).values())
        return Gathered(one, found, self.loans.of_application(found.id), sheets, said)

    def made(self, archive_id: str, pdf: bytes, job: object) -> None:
        """Keep the paper, promise its end, finish the job."""
        one = self.archives.get(archive_id)
        self.archives.keep(replace(one, ready=True), pdf)
        place = self.applications.get(SYSTEM, one.application_id).place
        days = self.routes.archive_days(place)
        self.due.add(DROP, one.id, self.clock.now() + timedelta(days=days))
        self.due.done(job)

    def gone(self, archive_id: str, job: object) -> None:
        """Throw it away; the case itself keeps everything."""
        self.archives.remove(archive_id)
        self.due.done(job)

    def _papers(self, found: Application) -> list[Sheet]:
        kept = [(kind.title, one) for kind, _must, given in self.papers.wanted(found) for one in given]
        return [Sheet(title, one.added_on, self.papers.papers.content(one)) for title, one in kept]

    def _visits(self, found: Application) -> list[Sheet]:
        sheets: list[Sheet] = []
        for entry in found.case.passed:
            album, photos, sheet = (entry.finding.facts.get(name) for name in ("album", "photos", "sheet"))
            if isinstance(album, str) and isinstance(photos, int):
                titles = [f"上门照片 {n}" for n in range(1, photos + 1)] + (["她签字的纸"] if sheet else [])
                sheets += [
                    Sheet(title, entry.on, self.pictures.get(found, album, n))
                    for n, title in enumerate(titles, start=1)
                ]
        return sheets
