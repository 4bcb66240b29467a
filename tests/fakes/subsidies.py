"""In-memory batches of subsidies; tests/contract/test_subsidy_stores.py holds them against the real ones."""

import copy
from dataclasses import dataclass, field, replace
from datetime import date

from services.loans.domain.batch import LIVE, Batch, Item
from services.loans.domain.loan import Loan
from shared.access import Scope
from shared.errors import Conflict, NotFound, Stale


@dataclass
class MemoryBatches:
    """Batches in a dict, copied in and out as a database would."""

    rows: dict[str, Batch] = field(default_factory=dict)

    def get(self, batch_id: str) -> Batch:
        if batch_id not in self.rows:
            raise NotFound("batch_not_found")
        return copy.deepcopy(self.rows[batch_id])

    def of_fund(self, fund_id: str) -> list[Batch]:
        found = [replace(one, items=[]) for one in self._live() if one.fund_id == fund_id]
        return sorted(found, key=lambda one: one.ends_on, reverse=True)

    def paid(self, fund_id: str) -> dict[str, int]:
        sums: dict[str, int] = {}
        for one in self._live():
            for item in one.items if one.fund_id == fund_id else ():
                sums[item.loan_id] = sums.get(item.loan_id, 0) + item.due_fen
        return sums

    def paid_by_nation(self, fund_id: str) -> dict[str, int]:
        sums: dict[str, int] = {}
        for one in self._live():
            for item in one.items if one.fund_id == fund_id else ():
                if item.nation_fen is not None:
                    sums[item.loan_id] = sums.get(item.loan_id, 0) + item.nation_fen
        return sums

    def of_loan(self, loan_id: str) -> list[tuple[Batch, Item]]:
        inside = [(one, item) for one in self._live() for item in one.items if item.loan_id == loan_id]
        return sorted(((replace(one, items=[]), item) for one, item in inside), key=lambda pair: pair[0].ends_on)

    def add(self, one: Batch) -> None:
        if any((old.fund_id, old.ends_on) == (one.fund_id, one.ends_on) for old in self._live()):
            raise Conflict("batch_there")
        self.rows[one.id] = copy.deepcopy(one)

    def save(self, one: Batch) -> None:
        if self.rows[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        one.changed.clear()
        self.rows[one.id] = copy.deepcopy(one)

    def _live(self) -> list[Batch]:
        return [one for one in self.rows.values() if one.state in LIVE]


@dataclass
class MemoryCountyLoans:
    """Loans in a list."""

    rows: list[Loan] = field(default_factory=list)

    def get(self, scope: Scope, loan_id: str) -> Loan:
        return next(one for one in self.rows if one.id == loan_id and scope.holds(one.origin.scope))

    def of_fund(self, fund_id: str, *, open_after: date | None) -> list[Loan]:
        inside = [one for one in self.rows if one.origin.fund_id == fund_id]
        return [one for one in inside if open_after is None or one.closed_on is None or one.closed_on > open_after]


@dataclass
class NotedDue:
    """Remembers what was promised and what was finished."""

    promised: dict[tuple[str, str], object] = field(default_factory=dict)
    finished: list[object] = field(default_factory=list)

    def add(self, kind: str, key: str, due_at: object) -> None:
        self.promised[kind, key] = due_at

    def done(self, job: object) -> None:
        self.finished.append(job)


@dataclass
class NotedActs:
    """Remembers acts."""

    acts: list[object] = field(default_factory=list)

    def note(self, by: object, act: object) -> None:
        self.acts.append((by, act))
