"""Evaluations of classes in MongoDB: sums by class, and apart from them who has answered."""

from collections import Counter

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.enrolment import Enrolment
from services.training.domain.evaluation import Tally
from shared.errors import Stale
from shared.storage.mongo import Document


class MongoEvaluations:
    """Collections `evaluations`, by class, and `evaluated`, by place: no field joins an answer to a woman."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.sums = db.evaluations
        self.done = db.evaluated
        self.session = session

    def get(self, class_id: str) -> Tally | None:
        """Return the sums of a class, None before the first answer."""
        row = self.sums.find_one({"_id": {"$eq": class_id}}, session=self.session)
        return _tally(row) if row else None

    def put(self, one: Tally) -> None:
        """Store sums; raises Stale when somebody answered meanwhile."""
        seen = {"_id": one.id, "version": one.version}
        one.version += 1
        if one.version == 1:
            self.sums.insert_one(_document(one), session=self.session)
        elif not self.sums.replace_one(seen, _document(one), session=self.session).matched_count:
            raise Stale("changed_meanwhile")

    def answered(self, enrolment_ids: list[str]) -> set[str]:
        """Return which of these places have answered."""
        return {row["_id"] for row in self.done.find({"_id": {"$in": enrolment_ids}}, session=self.session)}

    def note(self, place: Enrolment) -> None:
        """Keep that she answered, and not what."""
        self.done.insert_one({"_id": place.id, "class_id": place.class_id}, session=self.session)


def _document(one: Tally) -> Document:
    return {
        "_id": one.id,
        "scope": list(one.path),
        "answers": one.answers,
        "points": {item: {str(points): n for points, n in counted.items()} for item, counted in one.points.items()},
        "plans": dict(one.plans),
        "version": one.version,
    }


def _tally(row: Document) -> Tally:
    points = {item: Counter({int(n): many for n, many in counted.items()}) for item, counted in row["points"].items()}
    return Tally(row["_id"], tuple(row["scope"]), row["answers"], points, Counter(row["plans"]), row["version"])
