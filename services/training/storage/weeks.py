"""The read side of the timetable: sessions of some days with what is said of their classes, in one question."""

from collections.abc import Collection
from datetime import date

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.week import Planned
from services.training.storage.scoped import inside
from services.training.storage.sessions import session_of
from shared.access import Scope
from shared.storage.mongo import Document

MOST = 2000


class MongoWeeks:
    """Joins `sessions` to `classes`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.sessions
        self.session = session

    def between(self, scope: Scope, first: date, last: date) -> list[Planned]:
        """Return the sessions of these days inside the scope, in order of time, at most 2000."""
        return self._joined({**inside(scope), **_days(first, last)})

    def having(self, kind: str, thing: str, first: date, last: date) -> list[Planned]:
        """Return those that need a room or a teacher."""
        return self._joined({"needs": {"$eq": f"{kind}:{thing}"}, **_days(first, last)})

    def of_classes(self, class_ids: Collection[str], first: date, last: date) -> list[Planned]:
        """Return those of classes."""
        return self._joined({"class_id": {"$in": sorted(class_ids)}, **_days(first, last)})

    def _joined(self, wanted: Document) -> list[Planned]:
        steps: list[Document] = [
            {"$match": wanted},
            {"$sort": {"on": 1, "begins": 1, "_id": 1}},
            {"$limit": MOST},
            {"$lookup": {"from": "classes", "localField": "class_id", "foreignField": "_id", "as": "of"}},
            {"$unwind": "$of"},
        ]
        return [_planned(row) for row in self.rows.aggregate(steps, session=self.session, batchSize=MOST)]


def _days(first: date, last: date) -> Document:
    return {"on": {"$gte": first.isoformat(), "$lte": last.isoformat()}}


def _planned(row: Document) -> Planned:
    of = row["of"]
    path, enrolled = tuple(row["scope"]), of["seats"]["enrolled"]
    return Planned(session_of(row), of["number"], of["title"], of["course"], path, enrolled)
