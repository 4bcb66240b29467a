"""`blocked_numbers {_id: fingerprint}`: who gets no message."""

from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.storage.mongo import Document
from shared.storage.vault import BlindIndex

FIELD = "blocked_number"


class MongoBlockedNumbers:
    """Blocked numbers, bound to one transaction."""

    def __init__(self, db: Database[Document], session: ClientSession | None, blind: BlindIndex) -> None:
        self.rows = db.blocked_numbers
        self.session = session
        self.blind = blind

    def add(self, phone: str) -> None:
        """Block one; harmless when it is blocked."""
        mark = {"_id": self.blind.of(FIELD, phone)}
        self.rows.update_one(mark, {"$setOnInsert": mark}, upsert=True, session=self.session)

    def remove(self, phone: str) -> None:
        """Lift the block; harmless when there is none."""
        self.rows.delete_one({"_id": self.blind.of(FIELD, phone)}, session=self.session)

    def holds(self, phone: str) -> bool:
        """Tell whether one is blocked."""
        return self.rows.find_one({"_id": self.blind.of(FIELD, phone)}, session=self.session) is not None


def indexes(db: Database[Document]) -> None:
    """Create the collection."""
    if "blocked_numbers" not in db.list_collection_names():
        db.create_collection("blocked_numbers")
