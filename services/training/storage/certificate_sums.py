"""Certificates counted for a ledger's totals, in its job: what the county has by township and course."""

from collections.abc import Collection, Sequence

from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.ledger.row import Sum
from shared.storage.mongo import Document


class MongoCertificateSums:
    """Collection `certificates`, read only."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.certificates
        self.session = session

    def numbers(self, numbers: Collection[str]) -> set[str]:
        """Return which of the numbers this system gave out."""
        wanted = {"number": {"$in": list(numbers)}, "origin": "system"}
        return {row["number"] for row in self.rows.find(wanted, {"number": 1}, session=self.session)}

    def sums(self, path: Sequence[str]) -> list[Sum]:
        """Return how many valid ones a county has, by township and course."""
        town = {"$ifNull": [{"$arrayElemAt": ["$scope", len(path)]}, ""]}
        steps: list[Document] = [
            {"$match": {"scope": {"$eq": path[-1]}, "state": "valid"}},
            {"$group": {"_id": {"town": town, "course": "$course"}, "count": {"$sum": 1}}},
        ]
        found = self.rows.aggregate(steps, session=self.session)
        return sorted(
            (Sum(row["_id"]["town"], row["_id"]["course"], row["count"]) for row in found),
            key=lambda one: (one.town, one.group),
        )
