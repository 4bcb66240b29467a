"""Loans and funds counted for a ledger's totals, in its job; and which fund was opened when."""

from collections.abc import Collection, Sequence
from datetime import date

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.fund import Kind
from services.loans.domain.loan import RUNNING
from services.loans.usecases.ledger.loans import GROUP
from shared.ledger.row import Sum
from shared.storage.mongo import Document

OFFICES = ("bank", "guarantee", "finance")


class MongoLoanSums:
    """Collections `loans` and `units`, read only."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows, self.units = db.loans, db.units
        self.session = session

    def numbers(self, numbers: Collection[str]) -> set[str]:
        """Return which of the contract numbers this system made."""
        wanted = {"contract_number": {"$in": list(numbers)}, "source": "system"}
        return {row["contract_number"] for row in self.rows.find(wanted, {"contract_number": 1}, session=self.session)}

    def sums(self, path: Sequence[str]) -> list[Sum]:
        """Return how many run in a county and what they still owe, by township."""
        town = {"$ifNull": [{"$arrayElemAt": ["$place", len(path)]}, ""]}
        running = {"$in": sorted(state.value for state in RUNNING)}
        steps: list[Document] = [
            {"$match": {"fund_id": {"$eq": path[-1]}, "state": running}},
            {"$group": {"_id": town, "count": {"$sum": 1}, "fen": {"$sum": "$balance_fen"}}},
        ]
        found = self.rows.aggregate(steps, session=self.session)
        return sorted(
            (Sum(row["_id"], GROUP, row["count"], row["fen"]) for row in found), key=lambda one: (one.town, one.group)
        )

    def offices(self, path: Sequence[str]) -> list[str]:
        """Return the unit ids of the county's offices that work with loans: bank, guarantee agency, finance."""
        wanted = {"parent": {"$eq": path[-1]}, "kind": {"$in": list(OFFICES)}, "closed_on": None}
        return sorted(row["_id"] for row in self.units.find(wanted, {"_id": 1}, session=self.session))


class MongoOpenings:
    """Collection `fund_entries`, read only."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.lines = db.fund_entries
        self.session = session

    def opened_on(self, fund_id: str) -> date | None:
        """Return the day as of which a fund was opened, None when none was."""
        row = self.lines.find_one({"fund_id": fund_id, "kind": Kind.OPENING.value}, session=self.session)
        return date.fromisoformat(row["on"]) if row else None
