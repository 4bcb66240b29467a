"""Collections and indexes of applicant; made outside transactions, before anything is served."""

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from services.applicant.storage import (
    accounts,
    blocked_numbers,
    challenges,
    devices,
    enterprises,
    journeys,
    messages,
    months,
    nominations,
    sessions,
    tallies,
)
from shared.events import indexes as events
from shared.storage import indexes as shared
from shared.storage.mongo import Document

COLLECTIONS = ("units", "persons", "consents", "drafts", "numbers", "defaults")
DAY = 24 * 3600


def ensure(db: Database[Document]) -> None:
    """Create what is not there yet."""
    shared.ensure(db)
    events.ensure(db)
    for name in set(COLLECTIONS) - set(db.list_collection_names()):
        db.create_collection(name)
    _units(db)
    _persons(db)
    journeys.ensure(db)
    enterprises.indexes(db)
    nominations.indexes(db)
    months.ensure(db)
    for sign_in in (accounts, blocked_numbers, challenges, devices, messages, sessions, tallies):
        sign_in.indexes(db)


def _units(db: Database[Document]) -> None:
    rows = db.units
    open_places = {"division": {"$gt": ""}, "closed_on": None}
    rows.create_index(
        [("division", ASCENDING)], unique=True, name="one_per_division", partialFilterExpression=open_places
    )
    rows.create_index(
        [("parent", ASCENDING), ("kind", ASCENDING), ("title", ASCENDING)],
        unique=True,
        name="one_title_each",
        partialFilterExpression={"closed_on": None},
    )
    rows.create_index([("path", ASCENDING), ("level", ASCENDING), ("title", ASCENDING)], name="below")


def _persons(db: Database[Document]) -> None:
    rows = db.persons
    rows.create_index(
        [("bx.id_no", ASCENDING)],
        unique=True,
        name="one_per_id_no",
        partialFilterExpression={"bx.id_no": {"$exists": True}},
    )
    for field in ("phone", "phone_last4", "name", "initials"):
        rows.create_index([(f"bx.{field}", ASCENDING)], name=f"by_{field}")
    rows.create_index([("scope", ASCENDING), ("origin.on", DESCENDING), ("_id", DESCENDING)], name="in_scope")
    db.consents.create_index([("person_id", ASCENDING), ("_id", ASCENDING)], name="hers")
    db.drafts.create_index([("at", ASCENDING)], expireAfterSeconds=DAY, name="kept_a_day")
