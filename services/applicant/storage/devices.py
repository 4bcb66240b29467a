"""`devices {_id: fingerprint of the cookie, known: {subject: when}}`: browsers somebody has signed in with."""

from datetime import datetime

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.storage.mongo import Document

KEPT_DAYS = 400


class MongoDevices:
    """Devices, bound to one transaction."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.devices
        self.session = session

    def knows(self, device: str, subject: str) -> bool:
        """Tell whether this person or account was here before."""
        if not device:
            return False
        wanted = {"_id": {"$eq": device}, "known": {"$eq": subject}}
        return self.rows.find_one(wanted, {"_id": 1}, session=self.session) is not None

    def remember(self, device: str, subject: str, now: datetime) -> None:
        """Note that she was."""
        if device:
            change = {"$addToSet": {"known": subject}, "$set": {"seen_at": now}}
            self.rows.update_one({"_id": device}, change, upsert=True, session=self.session)


def indexes(db: Database[Document]) -> None:
    """Create the collection and let browsers go that nobody used for longer than a year."""
    db.devices.create_index([("seen_at", ASCENDING)], expireAfterSeconds=KEPT_DAYS * 24 * 3600, name="gone")
