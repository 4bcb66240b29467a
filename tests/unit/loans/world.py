"""The use cases of loans on in-memory stores."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from services.loans.usecases.application import ApplicationUseCases
from services.loans.usecases.application.fill import Fill
from services.loans.usecases.application.find import Find
from services.loans.usecases.application.start import Start
from services.loans.usecases.application.withdraw import Withdraw
from services.loans.usecases.policy.terms import TermsInForce
from services.loans.wiring import POLICY
from shared.clock import FixedClock
from shared.policy import Policy
from shared.replica import Replica
from tests.builders.loans import a_card, units
from tests.fakes.loans import MemoryApplications, MemoryLedger, MemoryNumbers, NotedGuards
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

    @property
    def terms(self) -> TermsInForce:
        return TermsInForce(Policy.load(POLICY), self.replica, self.clock)

    @property
    def do(self) -> ApplicationUseCases:
        start = Start(self.applications, self.replica, self.numbers, self.guards, self.ledger, self.clock)
        return ApplicationUseCases(
            start=start,
            fill=Fill(self.applications, self.terms, self.ledger),
            withdraw=Withdraw(self.applications, self.clock),
            find=Find(self.applications, self.replica),
        )
