"""What the use cases of subsidies need of the world."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from services.loans.domain.batch import Batch, Item
from services.loans.domain.loan import Loan


class Batches(Protocol):
    """Batches with their items; an item counts as long as its batch was not dropped."""

    def get(self, batch_id: str) -> Batch:
        """Return one with its items; raises NotFound("batch_not_found")."""

    def of_fund(self, fund_id: str) -> list[Batch]:
        """Return the live batches of a county without their items, newest first."""

    def paid(self, fund_id: str) -> Mapping[str, int]:
        """Return what stands in live batches for each loan of a county, in fen."""

    def paid_by_nation(self, fund_id: str) -> Mapping[str, int]:
        """Return how much of that the nation's own rule gave, for the loans of a place with another, in fen."""

    def of_loan(self, loan_id: str) -> list[tuple[Batch, Item]]:
        """Return a loan's items with their batches (these without items), oldest first."""

    def add(self, one: Batch) -> None:
        """Store a new one; a county has one live batch for a quarter, a loan one item in it."""

    def save(self, one: Batch) -> None:
        """Store a changed one and its changed items; raises Stale. The filter itself refuses the hand before."""


class SubsidisedLoans(Protocol):
    """Loans by county."""

    def of_fund(self, fund_id: str, *, open_after: date | None) -> list[Loan]:
        """Return the loans of a county that run, or ended after a day (None = all)."""
