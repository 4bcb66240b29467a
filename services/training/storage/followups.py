"""Follow-ups of income in MongoDB: one document a certificate, no names."""

from collections.abc import Collection, Iterator
from datetime import date

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.followup import FollowUp, Income
from services.training.storage.scoped import inside, tell
from shared.access import Scope
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.mongo import Document


class MongoFollowUps:
    """Collection `followups`; `next_on` is the day she is asked again, missing after her last month."""

    def __init__(self, db: Database[Document], session: ClientSession | None, outbox: Outbox) -> None:
        self.rows = db.followups
        self.session = session
        self.outbox = outbox

    def get(self, followup_id: str) -> FollowUp:
        """Return one; raises NotFound("followup_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": followup_id}}, session=self.session)
        if row is None:
            raise NotFound("followup_not_found")
        return _followup(row)

    def of_person(self, person_id: str) -> list[FollowUp]:
        """Return all of hers, newest first."""
        found = self.rows.find({"person_id": {"$eq": person_id}}, session=self.session)
        return [_followup(row) for row in found.sort("_id", DESCENDING)]

    def numbered(self, scope: Scope, numbers: Collection[str]) -> list[FollowUp]:
        """Return those inside the scope whose certificates have these numbers."""
        wanted = {"number": {"$in": list(numbers)}, **inside(scope)}
        return [_followup(row) for row in self.rows.find(wanted, session=self.session)]

    def due(self, scope: Scope, today: date, limit: int) -> list[FollowUp]:
        """Return those inside the scope that are asked for now, the longest due first."""
        wanted = {**inside(scope), "next_on": {"$lte": today.isoformat()}}
        found = self.rows.find(wanted, session=self.session).sort([("next_on", ASCENDING), ("_id", ASCENDING)])
        return [_followup(row) for row in found.limit(limit)]

    def inside(self, scope: Scope) -> Iterator[FollowUp]:
        """Return all inside the scope."""
        return (_followup(row) for row in self.rows.find(inside(scope), session=self.session, batch_size=1000))

    def put(self, one: FollowUp, next_on: date | None) -> None:
        """Store one with the day she is asked again, and its news; raises Stale when somebody saved meanwhile."""
        seen = {"_id": one.id, "version": one.version}
        one.version += 1
        row = _document(one) | ({"next_on": next_on.isoformat()} if next_on else {})
        if one.version == 1:
            self.rows.insert_one(row, session=self.session)
        elif not self.rows.replace_one(seen, row, session=self.session).matched_count:
            raise Stale("changed_meanwhile")
        tell(self.outbox, self.session, one.news)
        one.news.clear()


def indexes(db: Database[Document]) -> None:
    """Find them by place and day, and a woman's own."""
    db.followups.create_index([("scope", ASCENDING), ("next_on", ASCENDING)], name="due")
    db.followups.create_index([("person_id", ASCENDING), ("_id", DESCENDING)], name="hers")
    db.followups.create_index([("number", ASCENDING)], name="number")


def _document(one: FollowUp) -> Document:
    return {
        "_id": one.id,
        "number": one.number,
        "person_id": one.person_id,
        "class_id": one.class_id,
        "course": one.course,
        "county": one.county,
        "scope": list(one.path),
        "issued_on": one.issued_on.isoformat(),
        "before_fen": one.before_fen,
        "answers": [
            {"month": month, "fen": it.fen, "doing": it.doing, "on": it.on.isoformat(), "by": it.by}
            for month, it in one.answers.items()
        ],
        "over": one.over,
        "version": one.version,
    }


def _followup(row: Document) -> FollowUp:
    answers = {
        it["month"]: Income(it["fen"], it["doing"], date.fromisoformat(it["on"]), it["by"]) for it in row["answers"]
    }
    return FollowUp(
        id=row["_id"],
        number=row["number"],
        person_id=row["person_id"],
        class_id=row["class_id"],
        course=row["course"],
        county=row["county"],
        path=tuple(row["scope"]),
        issued_on=date.fromisoformat(row["issued_on"]),
        before_fen=row["before_fen"],
        answers=answers,
        over=row.get("over", False),
        version=row["version"],
    )
