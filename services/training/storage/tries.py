"""How often something was tried in a time: counters that go by themselves."""

from datetime import datetime, timedelta

from pymongo import ASCENDING, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.storage.mongo import Document


class MongoTries:
    """Collection `tallies`; a name holds ids only."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.tallies
        self.session = session

    def hit(self, name: str, within: timedelta, now: datetime) -> int:
        """Count one; return how many it is in its window, which begins anew when the last has passed."""
        over = {"$lte": [{"$ifNull": ["$until", now]}, now]}
        change: Document = {
            "n": {"$cond": [over, 1, {"$add": ["$n", 1]}]},
            "until": {"$cond": [over, now + within, "$until"]},
        }
        row: Document = self.rows.find_one_and_update(
            {"_id": name}, [{"$set": change}], upsert=True, return_document=ReturnDocument.AFTER, session=self.session
        )  # type: ignore[assignment]  # an upsert that returns the row after it always finds one
        return int(row["n"])


def indexes(db: Database[Document]) -> None:
    """Let old rows go."""
    db.tallies.create_index([("until", ASCENDING)], expireAfterSeconds=0, name="gone")
