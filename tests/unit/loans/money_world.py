"""The use cases of loans on in-memory stores, with a county's fund and one loan in any state."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from services.loans.domain.bank_stop import Stock
from services.loans.domain.fund import Cause, Kind
from services.loans.domain.loan import Loan, Origin, State
from services.loans.domain.loan_papers import Claim
from services.loans.usecases.fund.terms import FundTerms
from services.loans.usecases.fund.year import FundYear
from services.loans.usecases.loan.books import Books
from services.loans.usecases.loan.bounds import LoanBounds
from services.loans.usecases.loan.call_in import CallIn
from services.loans.usecases.loan.extend import Extend
from services.loans.usecases.loan.files import Files
from services.loans.usecases.loan.morning import Mornings
from services.loans.usecases.loan.repay import Repay
from services.loans.usecases.loan.subrogate import Subrogate
from services.loans.usecases.loan.visit import VisitLoan
from services.loans.usecases.loan.write_off import WriteOff
from shared.clock import FixedClock
from shared.replica import Replica
from tests.builders.loan_rules import RULES
from tests.builders.loans import COUNTY, OFFICES, PATH, units
from tests.fakes.loans_desks import NotedDue
from tests.fakes.loans_money import MemoryDueRates, MemoryFunds, MemoryLoans, MemoryReservations, NotedActs
from tests.fakes.replica import a_replica
from tests.unit.loans.test_interest_and_schedule import terms

WAN = 1_000_000
TODAY = date(2026, 11, 24)
SCOPE = (*PATH, *OFFICES.values(), "9" * 32)
ORIGIN = Origin("a" * 32, PATH, SCOPE, COUNTY, "c" * 32)


class NoStocks:
    """Banks that have lent nothing."""

    def of_bank(self, fund_id: str, bank_id: str, bad_since: date) -> Stock:
        return Stock(0, 0)

    def lent(self, fund_id: str, bank_id: str, year: int) -> int:
        return 0


@dataclass
class MoneyDesk:
    """`use.loan` are the use cases; the rest is what they left behind."""

    loans: MemoryLoans = field(default_factory=MemoryLoans)
    funds: MemoryFunds = field(default_factory=MemoryFunds)
    reservations: MemoryReservations = field(default_factory=MemoryReservations)
    acts: NotedActs = field(default_factory=NotedActs)
    due: NotedDue = field(default_factory=NotedDue)
    replica: Replica = field(default_factory=lambda: a_replica(units(), []))
    clock: FixedClock = field(default_factory=lambda: FixedClock(datetime(2026, 11, 24, 2, tzinfo=UTC)))

    @property
    def use(self) -> Any:
        """Return what acts on a loan, as the pages call it."""
        bounds = LoanBounds(RULES, self.replica)
        funds = FundTerms(RULES, self.replica, MemoryDueRates(), self.clock)
        year = FundYear(self.funds, self.reservations, NoStocks(), funds, self.clock)
        books = Books(self.funds, self.reservations, funds, year, self.clock)
        mornings = Mornings(self.loans, bounds, self.due, self.clock)
        files = Files(self.loans, self.acts)
        loan = SimpleNamespace(
            repay=Repay(files, books, self.clock),
            visit=VisitLoan(files, bounds, self.clock),
            extend=Extend(files, bounds, mornings, self.clock),
            call_in=CallIn(files, mornings, self.clock),
            subrogate=Subrogate(files, books, bounds, self.clock),
            write_off=WriteOff(files, bounds, self.replica, self.clock),
            mornings=mornings,
        )
        return SimpleNamespace(loan=loan)

    def loan(self, state: State = State.ACTIVE, number: str = "JJ-1") -> Loan:
        """Store a loan of 15 万元 paid out on 2026-03-05, in a state, and its fund with 100 万元."""
        made = Loan.disbursed(number.encode().hex().rjust(32, "0"), (number, f"HT-{number}"), ORIGIN, terms(15 * WAN))
        made.state = state
        if state in (State.REVIEW, State.SUBROGATED, State.RECOVERING):
            made.claim = Claim(TODAY, "6" * 32, prepared_by="7" * 32)
        if state in (State.SUBROGATED, State.RECOVERING) and made.claim is not None:
            paid = {"paid_on": TODAY, "paid_fen": 16 * WAN, "loss_fen": 16 * WAN, "shares": (("fund", 1),)}
            made.claim = replace(made.claim, **paid)
        made.news.clear()
        self.loans.add(made, "")
        fund, cause = self.funds.hold(COUNTY, PATH[:2], 5), Cause(TODAY, "9" * 32)
        fund.book(Kind.TOP_UP, 100 * WAN, cause)
        fund.book(Kind.CARRIED, made.balance_fen, cause)
        self.funds.save(fund)
        return made
