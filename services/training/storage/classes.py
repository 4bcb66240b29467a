"""Classes in MongoDB: one document each with its seats counted in it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date

from pymongo import ASCENDING, DESCENDING, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.timetable import EVERY_DAY, Half, Pattern
from services.training.domain.training_class import Hands, Opinion, Plan, Seats, State, TrainingClass
from services.training.storage.scoped import inside, tell
from services.training.usecases.ports import Page
from shared.access import Scope
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.mongo import Document


class MongoClasses:
    """Collection `classes`; `scope` are the units a class lies in, root first."""

    def __init__(self, db: Database[Document], session: ClientSession | None, outbox: Outbox) -> None:
        self.rows = db.classes
        self.session = session
        self.outbox = outbox

    def get(self, scope: Scope, class_id: str) -> TrainingClass:
        """Return one inside the scope; raises NotFound("class_not_found")."""
        return _found(self.rows.find_one(_one(scope, class_id), session=self.session))

    def hold(self, scope: Scope, class_id: str) -> TrainingClass:
        """Return one after writing to it: a transaction that comes second conflicts here, before it did any work."""
        row = self.rows.find_one_and_update(
            _one(scope, class_id),
            {"$inc": {"version": 1}},
            return_document=ReturnDocument.AFTER,
            session=self.session,
        )
        return _found(row)

    def some(self, class_ids: Iterable[str]) -> list[TrainingClass]:
        """Return those that exist, in any order."""
        wanted = {"_id": {"$in": list(class_ids)}}
        return [_class(row) for row in self.rows.find(wanted, session=self.session)]

    def listed(self, scope: Scope, states: Collection[State], page: Page) -> list[TrainingClass]:
        """Return a part of the classes in any of the states, newest first."""
        wanted: Document = {**inside(scope), "state": {"$in": sorted(state.value for state in states)}}
        if page.after is not None:
            wanted["_id"] = {"$lt": page.after}
        found = self.rows.find(wanted, session=self.session).sort("_id", DESCENDING).limit(page.limit)
        return [_class(row) for row in found]

    def count(self, scope: Scope) -> Mapping[State, int]:
        """Return how many classes inside the scope are in each state; a state nobody is in is left out."""
        steps: list[Document] = [{"$match": inside(scope)}, {"$group": {"_id": "$state", "count": {"$sum": 1}}}]
        return {State(row["_id"]): row["count"] for row in self.rows.aggregate(steps, session=self.session)}

    def of_courses(self, courses: Collection[str]) -> list[TrainingClass]:
        """Return the classes of these courses that are over, the newest first."""
        wanted = {"course": {"$in": sorted(courses)}, "state": State.CLOSED.value}
        return [_class(row) for row in self.rows.find(wanted, session=self.session).sort("_id", DESCENDING)]

    def enrolling(self, limit: int) -> list[TrainingClass]:
        """Return the classes women can enrol in, those that begin soonest first."""
        found = self.rows.find({"state": State.ENROLLING.value}, session=self.session)
        return [_class(row) for row in found.sort([("starts_on", ASCENDING), ("_id", ASCENDING)]).limit(limit)]

    def add(self, one: TrainingClass) -> None:
        """Store a new one with its news."""
        self.rows.insert_one(_document(one), session=self.session)
        tell(self.outbox, self.session, one.news)
        one.news.clear()

    def save(self, one: TrainingClass) -> None:
        """Store a changed one with its news; raises Stale when somebody saved meanwhile.

        Four eyes stand in the filter too: a row whose filer or planner is the approver does not match.
        """
        seen: Document = {"_id": one.id, "version": one.version}
        approver = one.hands.approved_by
        if approver is not None:
            seen |= {"hands.filed_by": {"$ne": approver}, "hands.planned_by": {"$ne": approver}}
        one.version += 1
        if not self.rows.replace_one(seen, _document(one), session=self.session).matched_count:
            raise Stale("changed_meanwhile")
        tell(self.outbox, self.session, one.news)
        one.news.clear()


def _one(scope: Scope, class_id: str) -> Document:
    return {"_id": {"$eq": class_id}, **inside(scope)}


def _found(row: Document | None) -> TrainingClass:
    if row is None:
        raise NotFound("class_not_found")
    return _class(row)


def _document(one: TrainingClass) -> Document:
    plan, hands, seats = one.plan, one.hands, one.seats
    return {
        "_id": one.id,
        "number": plan.number,
        "course": plan.course,
        "title": plan.title,
        "scope": list(plan.path),
        "capacity": plan.capacity,
        "minutes": plan.minutes,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "room": plan.room,
        "policy_id": plan.policy_id,
        "weekdays": sorted(plan.pattern.weekdays),
        "halves": [half.value for half in plan.pattern.halves],
        "hands": {"planned_by": hands.planned_by, "filed_by": hands.filed_by, "approved_by": hands.approved_by},
        "state": one.state.value,
        "seats": asdict(seats),
        "opinions": [
            {"step": said.step, "by": said.by, "on": said.on.isoformat(), "text": said.text} for said in one.opinions
        ],
        "told_on": one.told_on.isoformat() if one.told_on else None,
        "version": one.version,
    }


def _class(row: Document) -> TrainingClass:
    plan = Plan(
        number=row["number"],
        course=row["course"],
        title=row["title"],
        path=tuple(row["scope"]),
        capacity=row["capacity"],
        minutes=row["minutes"],
        starts_on=date.fromisoformat(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]),
        room=row["room"],
        policy_id=row["policy_id"],
        pattern=_pattern(row),
    )
    state, seats = State(row["state"]), Seats(**row["seats"])
    said = tuple(_opinion(each) for each in row.get("opinions", ()))
    told_on = date.fromisoformat(row["told_on"]) if row.get("told_on") else None
    return TrainingClass(row["_id"], plan, Hands(**row["hands"]), state, seats, row["version"], said, told_on)


def _opinion(row: Document) -> Opinion:
    return Opinion(row["step"], row["by"], date.fromisoformat(row["on"]), row["text"])


def _pattern(row: Document) -> Pattern:
    if "halves" not in row:  # rows of before patterns were kept
        return EVERY_DAY
    return Pattern(frozenset(row["weekdays"]), tuple(Half(half) for half in row["halves"]))
