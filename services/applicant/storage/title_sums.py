"""Titles counted for a ledger's totals, in its job: what holds in a county by township and title."""

from collections.abc import Collection, Sequence

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain.nomination import HELD
from shared.ledger.row import Sum
from shared.storage.mongo import Document


class MongoTitleSums:
    """Collection `nominations`, read only."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.nominations
        self.session = session

    def numbers(self, numbers: Collection[str]) -> set[str]:
        """Return which of the numbers this system gave out."""
        wanted = {"number": {"$in": list(numbers)}, "origin": "system"}
        return {row["number"] for row in self.rows.find(wanted, {"number": 1}, session=self.session)}

    def sums(self, path: Sequence[str]) -> list[Sum]:
        """Return how many hold in a county, by township and title."""
        town = {"$ifNull": [{"$arrayElemAt": ["$scope", len(path)]}, ""]}
        steps: list[Document] = [
            {"$match": {"scope": {"$eq": path[-1]}, "state": {"$in": sorted(state.value for state in HELD)}}},
            {"$group": {"_id": {"town": town, "title": "$title"}, "count": {"$sum": 1}}},
        ]
        found = self.rows.aggregate(steps, session=self.session)
        return sorted(
            (Sum(row["_id"]["town"], row["_id"]["title"], row["count"]) for row in found),
            key=lambda one: (one.town, one.group),
        )
