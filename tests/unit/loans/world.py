"""The use cases of loans on in-memory stores."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from services.loans.usecases.application import ApplicationUseCases
from services.loans.usecases.application.appeal import Appeal
from services.loans.usecases.application.fill import Fill
from services.loans.usecases.application.find import Find
from services.loans.usecases.application.follow import Follow
from services.loans.usecases.application.start import Start
from services.loans.usecases.application.withdraw import Withdraw
from services.loans.usecases.desk import DeskUseCases
from services.loans.usecases.desk.bounds import DeskBounds
from services.loans.usecases.desk.claim import Claim
from services.loans.usecases.desk.decide import Decide
from services.loans.usecases.desk.figures import Figures
from services.loans.usecases.desk.lapse import Lapse
from services.loans.usecases.desk.notes import Notes
from services.loans.usecases.desk.panel import Ballot
from services.loans.usecases.desk.promises import Promises
from services.loans.usecases.desk.queues import Queue
from services.loans.usecases.desk.routes import Routes
from services.loans.usecases.desk.second import Second
from services.loans.usecases.desk.send_back import SendBack
from services.loans.usecases.desk.standing import Standing
from services.loans.usecases.desk.team import Team
from services.loans.usecases.policy.terms import TermsInForce
from shared.clock import FixedClock
from shared.replica import Replica
from tests.builders.loan_rules import RULES
from tests.builders.loans import a_card, units
from tests.fakes.loans import MemoryApplications, MemoryConsents, MemoryLedger, MemoryNumbers, NotedGuards
from tests.fakes.loans_desks import (
    FixedRates,
    MemoryDesks,
    MemoryGuarantors,
    MemoryHistories,
    MemoryNotes,
    MemoryPictures,
    NotedDue,
    OneFund,
)
from tests.fakes.replica import a_replica


@dataclass
class LoansWorld:
    """`do` are the use cases; the rest is what they left behind."""

    replica: Replica = field(default_factory=lambda: a_replica(units(), [a_card()]))
    applications: MemoryApplications = field(default_factory=MemoryApplications)
    numbers: MemoryNumbers = field(default_factory=MemoryNumbers)
    guards: NotedGuards = field(default_factory=NotedGuards)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    clock: FixedClock = field(default_factory=lambda: FixedClock(datetime(2026, 11, 24, 2, tzinfo=UTC)))

    fund: OneFund = field(default_factory=OneFund)
    guarantors: MemoryGuarantors = field(default_factory=MemoryGuarantors)
    consents: MemoryConsents = field(default_factory=MemoryConsents)
    kept_notes: MemoryNotes = field(default_factory=MemoryNotes)
    due: NotedDue = field(default_factory=NotedDue)
    pictures: MemoryPictures = field(default_factory=MemoryPictures)
    desks: MemoryDesks = field(init=False)

    def __post_init__(self) -> None:
        self.desks = MemoryDesks(self.applications)

    @property
    def desk(self) -> DeskUseCases:
        policy, desks, clock = RULES, self.desks, self.clock
        routes, promises = Routes(policy, self.replica, clock), Promises(self.due)
        bounds = DeskBounds(policy, self.replica, FixedRates(), self.consents, clock)
        claim = Claim(self.applications, desks, desks, self.ledger)
        fund = (self.fund.reserve, self.fund.release)
        ends = (promises, self.ledger, clock)
        ballot = Ballot(self.applications, routes, self.fund.release, *ends)
        kept = (promises, ballot, self.pictures, self.ledger, clock)
        standing = Standing(self.guarantors, self.terms, self.guards)
        decide = Decide(self.applications, desks, routes, bounds, standing, *fund, *kept)
        return DeskUseCases(
            routes=routes,
            bounds=bounds,
            queue=Queue(self.applications, desks, desks, claim),
            claim=claim,
            decide=decide,
            second=Second(self.applications, desks, standing, *fund, *ends),
            send_back=SendBack(self.applications, desks, routes, *ends),
            lapse=Lapse(self.applications, self.fund.release, self.due, clock),
            notes=Notes(self.applications, self.kept_notes, self.ledger, clock),
            team=Team(self.applications, desks, self.ledger),
            figures=Figures(MemoryHistories(self.applications), self.replica, clock),
            pictures=self.pictures,
            clock=clock,
        )

    @property
    def terms(self) -> TermsInForce:
        return TermsInForce(RULES, self.replica, self.clock)

    @property
    def do(self) -> ApplicationUseCases:
        start = Start(self.applications, self.replica, self.numbers, self.guards, self.ledger, self.clock)
        return ApplicationUseCases(
            start=start,
            fill=Fill(self.applications, self.terms, self.consents, self.ledger),
            withdraw=Withdraw(self.applications, self.fund.release, self.clock),
            appeal=Appeal(self.applications, self.guards, self.clock),
            find=Find(self.applications, self.replica),
            follow=Follow(self.applications),
        )
