"""Claims of the subsidy in MongoDB, and which trainings of which women they count."""

from collections.abc import Collection, Sequence
from datetime import date

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.subsidy import Act, Action, Basis, Claim, Head, Payment, State, Subsidised
from services.training.storage.scoped import inside
from shared.access import Scope
from shared.errors import NotFound, Stale
from shared.storage.mongo import Document


class MongoClaims:
    """Collection `claims`; `scope` are the units of the class and HR's office."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.claims
        self.session = session

    def get(self, scope: Scope, claim_id: str) -> Claim:
        """Return one inside the scope; raises NotFound("claim_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": claim_id}, **inside(scope)}, session=self.session)
        if row is None:
            raise NotFound("claim_not_found")
        return _claim(row)

    def of_classes(self, class_ids: Collection[str]) -> list[Claim]:
        """Return those of classes; a class has one at most."""
        return [_claim(row) for row in self.rows.find({"class_id": {"$in": list(class_ids)}}, session=self.session)]

    def with_numbers(self, scope: Scope, numbers: Collection[str]) -> list[Claim]:
        """Return those inside the scope that name certificates of these numbers, oldest first."""
        wanted = {"heads.number": {"$in": list(numbers)}, **inside(scope)}
        return [_claim(row) for row in self.rows.find(wanted, session=self.session).sort("_id", ASCENDING)]

    def listed(self, scope: Scope, states: Collection[State], limit: int) -> list[Claim]:
        """Return the newest in any of the states inside the scope."""
        wanted = {**inside(scope), "state": {"$in": sorted(state.value for state in states)}}
        found = self.rows.find(wanted, session=self.session).sort("_id", DESCENDING).limit(limit)
        return [_claim(row) for row in found]

    def add(self, one: Claim) -> None:
        """Store a new one."""
        self.rows.insert_one(_document(one), session=self.session)

    def save(self, one: Claim) -> None:
        """Store a changed one; raises Stale when somebody saved meanwhile."""
        seen = {"_id": one.id, "version": one.version}
        one.version += 1
        if not self.rows.replace_one(seen, _document(one), session=self.session).matched_count:
            raise Stale("changed_meanwhile")


class MongoCounted:
    """Collection `subsidised`: its id, woman, trade and year, is the rule that she counts once."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.subsidised
        self.session = session

    def of_persons(self, person_ids: Collection[str]) -> list[Subsidised]:
        """Return all of theirs."""
        found = self.rows.find({"person_id": {"$in": list(person_ids)}}, session=self.session)
        return [_subsidised(row) for row in found.sort("on", ASCENDING)]

    def claimed(self, keys: Collection[str]) -> set[str]:
        """Return which of the keys a claim counts."""
        wanted = {"_id": {"$in": list(keys)}, "class_id": {"$ne": ""}}
        return {row["_id"] for row in self.rows.find(wanted, {"_id": 1}, session=self.session)}

    def sums(self, path: Sequence[str]) -> list[tuple[str, str, int]]:
        """Return how many a county has, by township (a unit id, empty where none is known) and trade."""
        town = {"$ifNull": [{"$arrayElemAt": ["$scope", len(path)]}, ""]}
        steps: list[Document] = [
            {"$match": {"scope": {"$eq": path[-1]}}},
            {"$group": {"_id": {"town": town, "trade": "$trade"}, "count": {"$sum": 1}}},
        ]
        found = self.rows.aggregate(steps, session=self.session)
        return sorted((row["_id"]["town"], row["_id"]["trade"], row["count"]) for row in found)

    def put(self, some: Collection[Subsidised]) -> None:
        """Store new ones."""
        rows = [
            {
                "_id": one.key,
                "person_id": one.person_id,
                "class_id": one.class_id,
                "trade": one.trade,
                "rank": one.rank,
                "on": one.on.isoformat(),
                "scope": list(one.path),
                "times": one.times,
            }
            for one in some
        ]
        self.rows.insert_many(rows, session=self.session)

    def release(self, class_id: str) -> None:
        """Forget those of a class whose claim was handed back."""
        self.rows.delete_many({"class_id": {"$eq": class_id}}, session=self.session)


def indexes(db: Database[Document]) -> None:
    """Create what is not there yet."""
    db.claims.create_index([("class_id", ASCENDING)], unique=True, name="once_for_a_class")
    db.claims.create_index([("heads.number", ASCENDING)], name="with_number")
    db.claims.create_index([("scope", ASCENDING), ("state", ASCENDING), ("_id", DESCENDING)], name="in_scope")
    db.subsidised.create_index([("person_id", ASCENDING), ("on", ASCENDING)], name="hers")
    db.subsidised.create_index([("class_id", ASCENDING)], name="of_class")
    db.subsidised.create_index([("scope", ASCENDING)], name="in_scope")


def _subsidised(row: Document) -> Subsidised:
    on, path = date.fromisoformat(row["on"]), tuple(row.get("scope", ()))  # rows of before ledgers told of them lack it
    return Subsidised(row["person_id"], row["class_id"], row["trade"], row["rank"], on, path, row.get("times", 1))


def _document(one: Claim) -> Document:
    basis, paid = one.basis, one.paid
    return {
        "_id": one.id,
        "class_id": one.class_id,
        "path": list(one.path),
        "office": one.office,
        "scope": [*one.path, one.office],
        "basis": {name: getattr(basis, name) for name in ("policy_id", "document", "course", "trade", "rank")}
        | {"on": basis.on.isoformat()},
        "heads": [
            {"enrolment_id": it.enrolment_id, "person_id": it.person_id, "number": it.number}
            | {"fen": it.fen, "why": it.why, "job_fen": it.job_fen}
            for it in one.heads
        ],
        "state": one.state.value,
        "acts": [
            {"action": act.action.value, "by": act.by, "role": act.role, "at": act.at, "reason": act.reason}
            for act in one.acts
        ],
        "pay_by": one.pay_by.isoformat() if one.pay_by else None,
        "paid": {"on": paid.on.isoformat(), "voucher": paid.voucher} if paid else None,
        "version": one.version,
    }


def _claim(row: Document) -> Claim:
    basis, paid = row["basis"], row["paid"]
    return Claim(
        id=row["_id"],
        class_id=row["class_id"],
        path=tuple(row["path"]),
        office=row["office"],
        basis=Basis(**(basis | {"on": date.fromisoformat(basis["on"])})),
        heads=tuple(Head(**it) for it in row["heads"]),
        state=State(row["state"]),
        acts=[Act(**(act | {"action": Action(act["action"])})) for act in row["acts"]],
        pay_by=date.fromisoformat(row["pay_by"]) if row["pay_by"] else None,
        paid=Payment(date.fromisoformat(paid["on"]), paid["voucher"]) if paid else None,
        version=row["version"],
    )
