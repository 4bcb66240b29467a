"""Collections and indexes of loans; made outside transactions, before anything is served."""

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from services.loans.storage import (
    archives,
    bank_stops,
    batches,
    commitments,
    consents,
    contracts,
    due_rates,
    funds,
    histories,
    loans,
    notes,
    upgrades,
)
from shared.events import indexes as events
from shared.storage import indexes as shared
from shared.storage import replica
from shared.storage.mongo import Document

ROOMS = (
    archives, bank_stops, due_rates, funds, contracts, loans, batches, histories, consents, notes, commitments,
)  # fmt: skip
NAMES = {"applications", "desk_counts", "numbers", "visit_photos", "staff_rosters", "papers", "hand_ins"}


def ensure(db: Database[Document]) -> None:
    """Create what is not there yet."""
    shared.ensure(db)
    events.ensure(db)
    replica.indexes(db)
    for room in ROOMS:
        room.indexes(db)
    for name in NAMES - set(db.list_collection_names()):
        db.create_collection(name)
    for name in ("papers", "hand_ins"):
        db[name].create_index([("application_id", ASCENDING)], name="of_application")
    db.hand_ins.create_index([("round", ASCENDING), ("on", ASCENDING)], name="first_between")
    rows = db.applications
    rows.create_index([("number", ASCENDING)], unique=True, name="number")
    rows.create_index([("person_id", ASCENDING), ("_id", DESCENDING)], name="hers")
    is_open = {"open": True}
    rows.create_index([("person_id", ASCENDING)], unique=True, name="one_open_each", partialFilterExpression=is_open)
    rows.create_index([("scope", ASCENDING), ("state", ASCENDING), ("_id", DESCENDING)], name="in_scope")
    queue = [(name, ASCENDING) for name in ("desk.office", "desk.list", "desk.due_on", "_id", "claim.until")]
    rows.create_index(queue, name="free_at_desk", partialFilterExpression={"desk.office": {"$exists": True}})
    rows.create_index(
        [("claim.by", ASCENDING)], name="held_by", partialFilterExpression={"claim.by": {"$exists": True}}
    )
    for name, fields in (("free_beside", queue), ("side_held_by", [("claim.by", ASCENDING)])):
        beside = [(f"side.{field}" if field != "_id" else field, way) for field, way in fields]
        there = {beside[0][0]: {"$exists": True}}
        rows.create_index(beside, name=name, partialFilterExpression=there)
    db.desk_counts.create_index([("office", ASCENDING)], name="office")
    upgrades.run(db)
