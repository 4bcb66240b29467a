"""Gapless numbers: a counter that moves in the transaction which uses its number."""

from pymongo import ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.storage.mongo import Document


class MongoNumbers:
    """Collection `numbers {_id: FZ-431230-2026, n}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.numbers
        self.session = session

    def next(self, series: str) -> int:
        """Return the next one, starting at 1; raises RuntimeError outside a transaction, where a gap could arise."""
        if self.session is None:
            raise RuntimeError("a number is taken inside the transaction that uses it")
        row: Document = self.rows.find_one_and_update(
            {"_id": series},
            {"$inc": {"n": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=self.session,
        )  # type: ignore[assignment]  # an upsert that returns the row after it always finds one
        return int(row["n"])
