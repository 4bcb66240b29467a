"""Collections and indexes of training; made outside transactions, before anything is served."""

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from services.training.storage import check_ins, claims, feeds, followups, officials, tries
from shared.events import indexes as events
from shared.storage import indexes as shared
from shared.storage import replica
from shared.storage.mongo import Document

COLLECTIONS = {
    "classes",
    "sessions",
    "enrolments",
    "resources",
    "rosters",
    "roster_files",
    "roster_rows",
    "numbers",
    "attendance",
    "check_ins",
    "roll_prints",
    "certificates",
    "certificate_papers",
    "tallies",
    "claims",
    "subsidised",
    "officials",
    "spot_checks",
    "calendar_feeds",
    "evaluations",
    "evaluated",
    "exam_lists",
    "followups",
}


def ensure(db: Database[Document]) -> None:
    """Create what is not there yet."""
    shared.ensure(db)
    events.ensure(db)
    replica.indexes(db)
    for name in COLLECTIONS - set(db.list_collection_names()):
        db.create_collection(name)
    _classes(db)
    _enrolments(db)
    _certificates(db)
    tries.indexes(db)
    check_ins.indexes(db)
    claims.indexes(db)
    officials.indexes(db)
    feeds.indexes(db)
    followups.indexes(db)
    db.resources.create_index([("scope", ASCENDING)], name="in_scope")
    db.rosters.create_index([("scope", ASCENDING), ("_id", DESCENDING)], name="in_scope")
    db.rosters.create_index([("class_id", ASCENDING), ("_id", DESCENDING)], name="of_class")
    db.roster_rows.create_index([("roster_id", ASCENDING), ("row", ASCENDING)], unique=True, name="in_order")


def _classes(db: Database[Document]) -> None:
    db.classes.create_index([("number", ASCENDING)], unique=True, name="number")
    db.classes.create_index([("scope", ASCENDING), ("state", ASCENDING), ("_id", DESCENDING)], name="in_scope")
    db.classes.create_index([("state", ASCENDING), ("starts_on", ASCENDING), ("_id", ASCENDING)], name="soonest")
    db.classes.create_index([("course", ASCENDING), ("state", ASCENDING), ("_id", DESCENDING)], name="of_course")
    db.sessions.create_index([("class_id", ASCENDING), ("on", ASCENDING), ("begins", ASCENDING)], name="of_class")
    db.sessions.create_index([("needs", ASCENDING), ("on", ASCENDING)], name="who_is_where")
    db.sessions.create_index([("scope", ASCENDING), ("on", ASCENDING), ("begins", ASCENDING)], name="in_scope")
    db.sessions.create_index([("scope", ASCENDING), ("marked", ASCENDING), ("on", ASCENDING)], name="unmarked")
    db.attendance.create_index([("class_id", ASCENDING)], name="of_class")
    db.attendance.create_index([("by", ASCENDING), ("at", ASCENDING)], name="by_hand")


def _certificates(db: Database[Document]) -> None:
    rows = db.certificates
    rows.create_index([("number", ASCENDING)], unique=True, name="number")
    rows.create_index([("code", ASCENDING)], unique=True, name="code")
    rows.create_index([("person_id", ASCENDING), ("_id", DESCENDING)], name="hers")
    rows.create_index([("class_id", ASCENDING), ("number", ASCENDING)], name="of_class")
    rows.create_index([("scope", ASCENDING), ("_id", DESCENDING)], name="in_scope")
    rows.create_index([("origin", ASCENDING), ("state", ASCENDING), ("issued_on", ASCENDING)], name="given_out")
    waiting = {"proposed": {"$type": "object"}}
    rows.create_index([("scope", ASCENDING), ("_id", ASCENDING)], name="proposed", partialFilterExpression=waiting)


def _enrolments(db: Database[Document]) -> None:
    rows = db.enrolments
    live = {"live": True}
    rows.create_index(
        [("class_id", ASCENDING), ("person_id", ASCENDING)],
        unique=True,
        name="once_in_a_class",
        partialFilterExpression=live,
    )
    rows.create_index([("class_id", ASCENDING), ("state", ASCENDING), ("rank", ASCENDING)], name="of_class")
    rows.create_index([("person_id", ASCENDING), ("_id", DESCENDING)], name="hers")
