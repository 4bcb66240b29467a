"""Who scanned the code of a session, in MongoDB: one document a woman and session, the first scan counts."""

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.check_in import CheckIn
from shared.storage.mongo import Document


class MongoCheckIns:
    """Collection `check_ins`; `phone` is a fingerprint of a random cookie."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.check_ins
        self.session = session

    def add(self, one: CheckIn) -> None:
        """Store one; a second scan of the same woman changes nothing."""
        key = {"_id": f"{one.session_id}:{one.enrolment_id}"}
        self.rows.update_one(key, {"$setOnInsert": _document(one)}, upsert=True, session=self.session)

    def of_session(self, session_id: str) -> list[CheckIn]:
        """Return those of a session, first to last."""
        return self._found({"session_id": {"$eq": session_id}})

    def of_class(self, class_id: str) -> list[CheckIn]:
        """Return those of a class, first to last."""
        return self._found({"class_id": {"$eq": class_id}})

    def _found(self, wanted: Document) -> list[CheckIn]:
        return [_check_in(row) for row in self.rows.find(wanted, session=self.session).sort("at", ASCENDING)]


def indexes(db: Database[Document]) -> None:
    """Find them by session and by class."""
    db.check_ins.create_index([("session_id", ASCENDING), ("at", ASCENDING)], name="of_session")
    db.check_ins.create_index([("class_id", ASCENDING), ("at", ASCENDING)], name="of_class")


def _document(one: CheckIn) -> Document:
    return {
        "session_id": one.session_id,
        "enrolment_id": one.enrolment_id,
        "class_id": one.class_id,
        "scope": list(one.path),
        "at": one.at,
        "phone": one.phone,
    }


def _check_in(row: Document) -> CheckIn:
    path = tuple(row["scope"])
    return CheckIn(row["session_id"], row["enrolment_id"], row["class_id"], path, row["at"], row["phone"])
