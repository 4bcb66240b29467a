"""A woman with a draft, its papers and its hand-ins, on in-memory stores."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from services.loans.domain.application import Application
from services.loans.domain.hand_in import CONSENTS, Told
from services.loans.usecases.paper import PaperUseCases
from services.loans.usecases.paper.add import Add
from services.loans.usecases.paper.find import Find
from services.loans.usecases.paper.remove import Remove
from services.loans.usecases.submission import SubmissionUseCases
from services.loans.usecases.submission.check import Check
from services.loans.usecases.submission.keep_try import KeepTry
from services.loans.usecases.submission.known import Known
from services.loans.usecases.submission.resubmit import Resubmit
from services.loans.usecases.submission.submit import Submit
from services.loans.usecases.submission.together import Together
from shared.clock import FixedClock
from tests.builders.loans import ROUTE, SHEETS
from tests.builders.world import a_woman
from tests.fakes.loans import MemoryHandIns, MemoryPapers
from tests.fakes.loans_desks import MemoryBorrowers
from tests.unit.loans.world import LoansWorld

HER = a_woman("a" * 32)
OTHER = a_woman("b" * 32)
NEEDED = ("id_card", "trade_proof", "premises", "spouse_consent", "guarantor")
TOLD = Told("1988-04", "female", ("RETURNEE",), (), datetime(2026, 11, 24, 2, tzinfo=UTC))


@dataclass
class FrontWorld(LoansWorld):
    """`paper` and `hand` are the use cases beside those of applications."""

    papers: MemoryPapers = field(default_factory=MemoryPapers)
    hand_ins: MemoryHandIns = field(default_factory=MemoryHandIns)
    owed: dict[str, str] = field(default_factory=dict)  # person → a loan that is not paid back

    @property
    def paper(self) -> PaperUseCases:
        find = Find(self.applications, self.papers, self.consents, self.terms, self.ledger)
        return PaperUseCases(
            add=Add(self.applications, self.papers, find, self.guards, self.ledger, self.clock),
            remove=Remove(self.applications, self.papers, self.guards, self.ledger),
            find=find,
        )

    @property
    def hand(self) -> SubmissionUseCases:
        check = Check(self.paper.find, self.terms, self.clock)
        last = (Together(MemoryBorrowers(self.applications, self.owed), self.guards), self.guards, self.clock)
        return SubmissionUseCases(
            check=check,
            submit=Submit(self.applications, self.hand_ins, check, lambda _path: ROUTE, *last),
            resubmit=Resubmit(self.applications, self.hand_ins, self.papers, check, *last),
            keep_try=KeepTry(self.applications, self.hand_ins, check, self.clock),
            known=Known(self.hand_ins),
        )

    def drafted(self) -> Application:
        """Return her draft with every page filled and every paper there."""
        begun = self.do.start(HER.id, by=HER)
        self.do.fill.several(begun.id, SHEETS, by=HER)
        for kind in NEEDED:
            self.paper.add(begun.id, kind, b"picture", by=HER)
        return begun

    def handed_in(self) -> Application:
        """Return her application at its first desk."""
        return self.hand.submit(self.drafted().id, TOLD, CONSENTS, by=HER)

    def at(self, day: datetime) -> None:
        """Let time go on."""
        self.clock = FixedClock(day)
