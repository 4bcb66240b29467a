"""The indexes every service has: idempotency rows that end after seven days, audit rows to seal, keys to rewrap."""

from pymongo import ASCENDING
from pymongo.database import Database

from shared.storage import kept_forms, ledgers
from shared.storage.mongo import Document

SEVEN_DAYS = 7 * 24 * 3600


def ensure(db: Database[Document]) -> None:
    """Create what is not there yet; outside transactions, before anything is served."""
    kept_forms.indexes(db)
    ledgers.indexes(db)
    db.once.create_index([("at", ASCENDING)], expireAfterSeconds=SEVEN_DAYS, name="kept_7_days")
    db.audit.create_index([("seq", ASCENDING)], name="chain", unique=True, partialFilterExpression={"seq": {"$gt": 0}})
    db.audit.create_index([("e.person_ids", ASCENDING), ("_id", ASCENDING)], name="about_her")
    unsealed = [("seq", ASCENDING), ("_id", ASCENDING)]  # MongoDB takes no partial index over _id alone
    db.audit.create_index(unsealed, name="unsealed", partialFilterExpression={"seq": None})
    db["keys"].create_index([("v", ASCENDING)], name="wrapped_with")
    for name in {"guards", "health"} - set(db.list_collection_names()):
        db.create_collection(name)
