"""`defaults {_id: person_id, on}`: whose loan the guarantee agency had to pay, as loans told it."""

from datetime import date

from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.storage.mongo import Document


class MongoDefaults:
    """Defaults, bound to one transaction."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.defaults
        self.session = session

    def note(self, person_id: str, on: date) -> None:
        """Keep that it happened."""
        change = {"$set": {"on": on.isoformat()}}
        self.rows.update_one({"_id": person_id}, change, upsert=True, session=self.session)

    def holds(self, person_id: str) -> bool:
        """Tell whether it ever happened."""
        return self.rows.find_one({"_id": {"$eq": person_id}}, {"_id": 1}, session=self.session) is not None
