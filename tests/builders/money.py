"""A county with a fund and a bank on a real database, under a clock that a test moves; every step through use cases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from services.loans.domain.application import Application, State
from services.loans.domain.contract import Contract
from services.loans.domain.loan import Loan
from services.loans.errands.loan_jobs import LoanJobs
from services.loans.usecases.fund.check import KIND as CHECK
from services.loans.usecases.loan.disburse import Receipt
from services.loans.usecases.loan.morning import KIND as MORNING
from services.loans.usecases.loan.repay import Money
from services.loans.usecases.loan.sign import Paper
from services.loans.usecases.subsidy.prepare import KIND as QUARTER
from services.loans.wiring import Wiring, wire
from shared.access import Actor, Kind, Post
from shared.clock import SHANGHAI, Clock
from shared.ids import new_id
from shared.jobs.job import Jobs
from shared.jobs.loop import JobLoop
from shared.settings import Settings
from tests.builders.loans import COUNTY, DAY, OFFICER, OFFICES, PATH, passed, submitted

WAN = 1_000_000
OFFICE_PATHS = {
    "guarantee": (*PATH[:2], OFFICES["guarantee"]),
    "bank": (*PATH[:2], OFFICES["bank"]),
    "finance": (*PATH[:2], "9" * 32),
}


class MovedClock(Clock):
    """Stands where a test puts it."""

    day: date = DAY

    def now(self) -> datetime:
        return datetime.combine(self.day, time(10), SHANGHAI)


def officer(role: str, name: str = "") -> Actor:
    """Return somebody of an office of 通道, another person for each name."""
    kind = role.partition("_")[0]
    path = OFFICE_PATHS.get(kind, PATH[:2])
    post = Post(role, path[-1], path, kind, "通道县")
    return Actor(
        f"{abs(hash((role, name))):032x}"[-32:], Kind.STAFF, (post,), name=name or role, session=new_id(), strong=True
    )


TREASURER, SECOND_TREASURER = officer("finance_officer"), officer("finance_officer", "2")
TELLER, BANK_LEADER = officer("bank_officer"), officer("bank_leader")
AGENT, AGENCY_LEADER = officer("guarantee_officer"), officer("guarantee_leader")


@dataclass
class MoneyWorld:
    """`wiring` runs the use cases; `clock` stands on DAY until it is moved."""

    wiring: Wiring
    clock: MovedClock
    count: int = 900  # far from the numbers that women start themselves
    women: list[str] = field(default_factory=list)
    woman: Callable[[], str] = new_id  # who applies next

    def top_up(self, amount_fen: int) -> None:
        run = self.wiring.worker.run
        one = run(
            lambda use: use.fund.top_up.enter(COUNTY, amount_fen, "通财〔2026〕7号", self.clock.day, by=TREASURER)
        )
        run(lambda use: use.fund.top_up.book(one.id, by=SECOND_TREASURER))

    def application(self, *, act: str = "") -> Application:
        """Return a stored application that lies where `act` is to be done, or is approved."""
        self.count += 1
        self.women.append(self.woman())
        made = submitted(self.women[-1], self.count, on=self.clock.day)
        while made.state is State.IN_REVIEW and made.case.step.act != act:
            made.pass_on(passed(made.case.step), by=OFFICER, today=self.clock.day)
        made.news.clear()
        self.wiring.worker.run(lambda use: use.application.start.applications.add(made))
        return made

    def reserve(self, application: Application, *, hot: bool = True) -> str:
        key = f"fund:{COUNTY}" if hot else None
        return self.wiring.worker.run(lambda use: use.fund.reserve(application=application, by=AGENCY_LEADER), hot=key)

    def approved(self) -> Application:
        """Return an approved application that the fund stands for."""
        made = self.application()
        self.reserve(made)
        return made

    def paper(self, **changes: Any) -> Paper:
        known: dict[str, Any] = {
            "number": f"HT-{self.count}",
            "amount_fen": 13 * WAN,
            "term_months": 12,
            "base": "LPR1Y",
            "rate_bp": 395,
            "plan": "interest_monthly",
            "signed_on": self.clock.day,
            "other_loans": False,
        }
        return Paper(**known | changes)

    def signed(self, **changes: Any) -> Contract:
        application, paper = self.approved(), self.paper(**changes)
        run = self.wiring.worker.run
        one = run(lambda use: use.loan.sign.prepare(application.id, paper, by=TELLER))
        return run(lambda use: use.loan.sign.confirm(one.id, by=BANK_LEADER))

    def loan(self, **changes: Any) -> Loan:
        """Return a loan whose money went out today."""
        contract = self.signed(**changes)
        receipt = Receipt(f"JJ-{self.count}", self.clock.day, "3417")
        return self.wiring.worker.run(lambda use: use.loan.disburse(contract.id, receipt, by=TELLER))

    def repay(self, loan: Loan, principal_fen: int, interest_fen: int) -> Loan:
        money = Money(principal_fen, interest_fen, self.clock.day)
        return self.wiring.worker.run(lambda use: use.loan.repay(loan.id, money, by=TELLER))

    def again(self, loan: Loan) -> Loan:
        return self.wiring.worker.ask(lambda use: use.loan.find.one(loan.id, by=TELLER))

    def mornings(self, day: date) -> int:
        """Move to a day and run what is due; returns how many jobs ran."""
        self.clock.day = day
        verbs = LoanJobs(self.wiring.worker)
        db = self.wiring.frame.db
        loop = JobLoop(Jobs(db), {MORNING: verbs.morning, CHECK: verbs.check, QUARTER: verbs.quarter}, self.clock)
        ran = 0
        while loop.once():
            ran += 1
        return ran

    def events(self, name: str) -> list[dict[str, Any]]:
        rows = self.wiring.frame.db.outbox.find({"type": f"loans.{name}.v1"}).sort("_id", 1)
        return [row["data"] for row in rows]

    def differences(self) -> list[Any]:
        return self.wiring.worker.run(lambda use: use.fund.check())


@contextmanager
def money_world(settings: Settings) -> Iterator[MoneyWorld]:
    """Wire loans under a moved clock."""
    clock = MovedClock()
    wiring = wire(settings, clock)
    try:
        yield MoneyWorld(wiring, clock)
    finally:
        wiring.frame.close()
