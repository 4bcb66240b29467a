"""`tallies`: how often in a time, by fingerprint; a number, a name or an address never stands there in clear."""

from datetime import datetime, timedelta

from pymongo import ASCENDING, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain.limits import Failures
from shared.storage.mongo import Document
from shared.storage.vault import BlindIndex

KEPT = timedelta(days=2)
_NEVER = datetime.fromisoformat("1970-01-01T00:00:00Z")


class MongoTallies:
    """Counters, bound to one transaction: when they cannot be written, what they limit does not happen."""

    def __init__(self, db: Database[Document], session: ClientSession | None, blind: BlindIndex) -> None:
        self.rows = db.tallies
        self.session = session
        self.blind = blind

    def hit(self, kind: str, value: str, within: timedelta, now: datetime) -> tuple[int, datetime]:
        """Count one; return how many it is in its window, and when that window began."""
        over = {"$lte": [{"$ifNull": ["$since", _NEVER]}, now - within]}
        change: Document = {
            "n": {"$cond": [over, 1, {"$add": ["$n", 1]}]},
            "since": {"$cond": [over, now, "$since"]},
            "until": now + KEPT,
        }
        row: Document = self.rows.find_one_and_update(
            {"_id": self._id(kind, value)},
            [{"$set": change}],
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=self.session,
        )  # type: ignore[assignment]  # an upsert that returns the row after it always finds one
        return int(row["n"]), row["since"]

    def failures(self, kind: str, value: str) -> Failures:
        """Return the failures in a row."""
        row = self.rows.find_one({"_id": self._id(kind, value)}, session=self.session)
        return Failures(row["n"], row["since"], row["last_at"]) if row else Failures()

    def keep(self, kind: str, value: str, failures: Failures) -> None:
        """Store them."""
        until = (failures.last_at or _NEVER) + KEPT
        row = {"n": failures.count, "since": failures.since, "last_at": failures.last_at, "until": until}
        self.rows.replace_one({"_id": self._id(kind, value)}, row, upsert=True, session=self.session)

    def forget(self, kind: str, value: str) -> None:
        """Begin anew."""
        self.rows.delete_one({"_id": self._id(kind, value)}, session=self.session)

    def _id(self, kind: str, value: str) -> str:
        return f"{kind}:{self.blind.of(kind, value).hex()}"


def indexes(db: Database[Document]) -> None:
    """Create the collection and let old rows go."""
    db.tallies.create_index([("until", ASCENDING)], expireAfterSeconds=0, name="gone")
