"""Lists of exams in MongoDB: one document a class, places only."""

from collections.abc import Collection
from datetime import date

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.exam_list import ExamList, HandedOver
from shared.errors import Stale
from shared.storage.mongo import Document


class MongoExamLists:
    """Collection `exam_lists`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.exam_lists
        self.session = session

    def get(self, class_id: str) -> ExamList | None:
        """Return the list of a class, None before it is made."""
        return next(iter(self.of_classes([class_id])), None)

    def of_classes(self, class_ids: Collection[str]) -> list[ExamList]:
        """Return those of classes, as far as they are made."""
        return [_list(row) for row in self.rows.find({"_id": {"$in": list(class_ids)}}, session=self.session)]

    def add(self, one: ExamList) -> None:
        """Store a new one."""
        self.rows.insert_one(_document(one), session=self.session)

    def save(self, one: ExamList) -> None:
        """Store a changed one; raises Stale when somebody saved meanwhile."""
        seen = {"_id": one.id, "version": one.version}
        one.version += 1
        if not self.rows.replace_one(seen, _document(one), session=self.session).matched_count:
            raise Stale("changed_meanwhile")


def _document(one: ExamList) -> Document:
    return {
        "_id": one.id,
        "scope": list(one.path),
        "places": list(one.places),
        "made_on": one.made_on.isoformat(),
        "handed": {"on": one.handed.on.isoformat(), "by": one.handed.by} if one.handed else None,
        "version": one.version,
    }


def _list(row: Document) -> ExamList:
    handed = HandedOver(date.fromisoformat(row["handed"]["on"]), row["handed"]["by"]) if row["handed"] else None
    made_on = date.fromisoformat(row["made_on"])
    return ExamList(row["_id"], tuple(row["scope"]), tuple(row["places"]), made_on, handed, row["version"])
