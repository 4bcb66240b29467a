"""Which share of what fell due in a year was repaid in it (到期还款率): it decides what a fund may stand for (V22)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.loans.domain.account import Account

PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class DueRate:
    """Principal that fell due in a year, and what of it had come by the end of that year; in fen."""

    due_fen: int
    repaid_fen: int

    @property
    def permille(self) -> int | None:
        """Return the share, downwards; None where nothing fell due."""
        return self.repaid_fen * PERMILLE // self.due_fen if self.due_fen else None


def due_rate(accounts: Iterable[Account], year: int) -> DueRate:
    """Return the rate of some loans in a year; money counts for the oldest due date first."""
    due = repaid = 0
    for one in accounts:
        own, came = _of_loan(one, date(year, 1, 1), date(year, 12, 31))
        due, repaid = due + own, repaid + came
    return DueRate(due, repaid)


def _of_loan(account: Account, first: date, last: date) -> tuple[int, int]:
    lines = account.terms.instalments
    before = sum(line.principal_fen for line in lines if line.due_on < first)
    due = sum(line.principal_fen for line in lines if first <= line.due_on <= last)
    came = sum(paid.principal_fen for paid in account.repayments if paid.on <= last)
    return due, min(due, max(0, came - before))
