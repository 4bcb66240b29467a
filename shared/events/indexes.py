"""Collections and indexes of outbox, inbox, jobs, leases and views: made outside transactions, before anything runs."""

from pymongo.database import Database

from shared.events import inbox, outbox
from shared.jobs import job
from shared.storage.mongo import Document


def ensure(db: Database[Document]) -> None:
    """Create what is not there yet."""
    outbox.indexes(db)
    inbox.indexes(db)
    job.indexes(db)
    outbox.collections(db, "leases", "views", "audit_head", "audit")
