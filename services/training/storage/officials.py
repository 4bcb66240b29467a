"""Elections of executive members and part-time chairs in MongoDB."""

from collections.abc import Sequence
from datetime import date

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.official import Duty, Official
from services.training.storage.scoped import inside
from shared.access import Scope
from shared.storage.mongo import Document

MOST = 5000


class MongoOfficials:
    """Collection `officials`; ids only, names stay at applicant."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.officials
        self.session = session

    def inside(self, scope: Scope) -> list[Official]:
        """Return those inside the scope, the longest elected first."""
        found = self.rows.find(inside(scope), session=self.session).sort(
            [("elected_on", ASCENDING), ("_id", ASCENDING)]
        )
        return [_official(row) for row in found.limit(MOST)]

    def count(self, path: Sequence[str]) -> list[tuple[str, str, int]]:
        """Return how many a county has, by township (a unit id) and duty."""
        town = {"$ifNull": [{"$arrayElemAt": ["$scope", len(path)]}, ""]}
        steps: list[Document] = [
            {"$match": {"scope": {"$eq": path[-1]}}},
            {"$group": {"_id": {"town": town, "duty": "$duty"}, "count": {"$sum": 1}}},
        ]
        found = self.rows.aggregate(steps, session=self.session)
        return sorted((row["_id"]["town"], row["_id"]["duty"], row["count"]) for row in found)

    def put(self, one: Official) -> None:
        """Store one, new or the same again."""
        row = {
            "_id": one.id,
            "person_id": one.person_id,
            "scope": list(one.path),
            "duty": one.duty.value,
            "elected_on": one.elected_on.isoformat(),
        }
        self.rows.replace_one({"_id": one.id}, row, upsert=True, session=self.session)


def indexes(db: Database[Document]) -> None:
    """Create what is not there yet."""
    db.officials.create_index([("scope", ASCENDING), ("elected_on", ASCENDING)], name="in_scope")


def _official(row: Document) -> Official:
    elected_on = date.fromisoformat(row["elected_on"])
    return Official(row["_id"], row["person_id"], tuple(row["scope"]), Duty(row["duty"]), elected_on)
