"""Asking the outside world before a use case runs: files, peers, the phone network."""

from dataclasses import dataclass

from services.applicant.errands import title_ledger
from services.applicant.errands.check_counters import CheckTonight
from services.applicant.errands.compose_home import ComposeHome
from services.applicant.errands.doors import Doors
from services.applicant.errands.follow_merged import FollowMerged
from services.applicant.errands.found_federation import FoundFederation
from services.applicant.errands.lesson_tomorrow import LessonTomorrow
from services.applicant.errands.open_classes import OpenClasses
from services.applicant.errands.plaque import Plaque
from services.applicant.errands.title_due import TitleDue, TitleReport
from services.applicant.usecases import UseCases
from shared.frame import Frame
from shared.ledger.desk import LedgerErrands
from shared.running import Runs


@dataclass(frozen=True, slots=True)
class Errands:
    """One verb each."""

    found_federation: FoundFederation
    home: ComposeHome
    open_classes: OpenClasses
    doors: Doors
    check_counters: CheckTonight
    follow_merged: FollowMerged
    title_due: TitleDue
    lesson_tomorrow: LessonTomorrow
    title_report: TitleReport
    plaque: Plaque
    ledger: LedgerErrands[UseCases]

    @classmethod
    def over(cls, frame: Frame, runs: tuple[Runs[UseCases], Runs[UseCases]], doors: Doors) -> "Errands":
        """Return the errands of one process; `runs` with a page's deadline and with the worker's longer one."""
        web, worker = runs
        return cls(
            found_federation=FoundFederation(worker),
            home=ComposeHome.of(frame.peers),
            open_classes=OpenClasses.of(frame.peers["training"]),
            doors=doors,
            check_counters=CheckTonight(worker),
            follow_merged=FollowMerged(worker),
            title_due=TitleDue(worker),
            lesson_tomorrow=LessonTomorrow(worker, frame.peers["training"]),
            title_report=TitleReport(worker),
            plaque=Plaque(frame.settings.public_url),
            ledger=title_ledger.errands(web, worker),
        )
