"""In-memory loans and funds; tests/contract/test_money_stores.py holds them against the real ones."""

import copy
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from services.loans.domain.account import Account
from services.loans.domain.due_rate import DueRate
from services.loans.domain.fund import Entry, Fund, Kind, Reservation
from services.loans.domain.fund_year import YearSums
from services.loans.domain.loan import RUNNING, Loan
from services.loans.domain.money_news import LoanNews
from services.loans.events.outbound_money import of_fund, of_loan
from services.loans.usecases.loan.ports import Act
from shared.access import Actor, Scope
from shared.errors import NotFound, Stale
from tests.fakes import promised


@dataclass
class MemoryLoans:
    """Loans in a dict, copied in and out as a database would; `told` is the news of all writes."""

    rows: dict[str, Loan] = field(default_factory=dict)
    told: list[LoanNews] = field(default_factory=list)

    def get(self, scope: Scope, loan_id: str) -> Loan:
        found = self.rows.get(loan_id)
        if found is None or not scope.holds(found.origin.scope):
            raise NotFound("loan_not_found")
        return copy.deepcopy(found)

    def numbered(self, fund_id: str, number: str) -> Loan | None:
        ours = (one for one in self.rows.values() if (one.origin.fund_id, one.number) == (fund_id, number))
        return copy.deepcopy(next(ours, None))

    def posted(self, today: date, limit: int) -> list[Loan]:
        ours = [one for one in self.rows.values() if one.notice and not one.notice.approved_by]
        on_show = [one for one in ours if one.notice and one.notice.until >= today]
        return copy.deepcopy(sorted(on_show, key=lambda one: one.notice.until if one.notice else today)[:limit])

    def falling_due(self, scope: Scope, until: date, limit: int) -> list[Loan]:
        ours = [one for one in self.rows.values() if one.state in RUNNING and scope.holds(one.origin.scope)]
        due = sorted((line.due_on, one.id) for one in ours if (line := one.next_line) and line.due_on <= until)
        return [copy.deepcopy(self.rows[loan_id]) for _, loan_id in due[:limit]]

    def outstanding(self, fund_id: str) -> int:
        return sum(
            one.balance_fen for one in self.rows.values() if one.origin.fund_id == fund_id and one.state in RUNNING
        )

    def add(self, one: Loan, account_last4: str) -> None:  # sealed by the real one
        self._store(one)

    def save(self, one: Loan) -> None:
        if self.rows[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self._store(one)

    def _store(self, one: Loan) -> None:
        promised.hold(map(of_loan, one.news))
        self.told += one.news
        one.news.clear()
        self.rows[one.id] = copy.deepcopy(one)


@dataclass
class MemoryFunds:
    """Funds in a dict, with the lines of their ledgers."""

    rows: dict[str, Fund] = field(default_factory=dict)
    lines: dict[str, list[Entry]] = field(default_factory=dict)

    def hold(self, fund_id: str, path: tuple[str, ...], multiple: int) -> Fund:
        found = self.rows.setdefault(fund_id, Fund(fund_id, path, multiple))
        return copy.deepcopy(found)

    def get(self, fund_id: str) -> Fund | None:
        return copy.deepcopy(self.rows.get(fund_id))

    def save(self, fund: Fund) -> None:
        self.lines.setdefault(fund.id, []).extend(fund.entries)
        fund.entries.clear()
        promised.hold(map(of_fund, fund.news))
        fund.news.clear()
        self.rows[fund.id] = copy.deepcopy(fund)

    def in_year(self, fund_id: str, year: int) -> YearSums:
        granted: Counter[str | None] = Counter()
        paid = 0
        for one in self.lines.get(fund_id, []):
            if one.cause.on.year == year:
                sign = {Kind.RESERVE: 1, Kind.RELEASE: -1}.get(one.kind, 0)
                granted[one.cause.application_id] += sign * one.amount_fen
                paid += one.amount_fen if one.kind is Kind.PAYOUT else 0
        return YearSums(sum(max(0, one) for one in granted.values()), paid)

    def booked(self, fund_id: str) -> Iterable[tuple[int, Kind, int]]:
        return [(one.n, one.kind, one.amount_fen) for one in self.lines.get(fund_id, [])]


@dataclass
class MemoryReservations:
    """Promises in a dict."""

    rows: dict[str, Reservation] = field(default_factory=dict)

    def get(self, application_id: str) -> Reservation | None:
        return self.rows.get(application_id)

    def put(self, one: Reservation) -> None:
        self.rows[one.application_id] = one

    def held(self, fund_id: str, bank_id: str | None = None) -> int:
        ours = (one for one in self.rows.values() if (one.fund_id, one.state) == (fund_id, "held"))
        return sum(one.amount_fen for one in ours if bank_id in (None, one.bank_id))


@dataclass
class MemoryDueRates:
    """Rates in a dict, counted from accounts that a test gives."""

    rows: dict[tuple[str, int], DueRate] = field(default_factory=dict)
    given: list[Account] = field(default_factory=list)

    def of(self, fund_id: str, year: int) -> DueRate | None:
        return self.rows.get((fund_id, year))

    def keep(self, fund_id: str, year: int, rate: DueRate) -> None:
        self.rows[fund_id, year] = rate

    def accounts(self, fund_id: str, year: int) -> list[Account]:  # what a test gives is due then
        return self.given


@dataclass
class NotedActs:
    """Remembers acts."""

    acts: list[tuple[str, Act]] = field(default_factory=list)

    def note(self, by: Actor, act: Act) -> None:
        self.acts.append((by.id, act))
