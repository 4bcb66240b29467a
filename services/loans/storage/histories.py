"""Sums over the histories inside applications, each with the lines behind it; and `kept_out`, tries refused."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.application import State
from services.loans.usecases.desk.figures import Filter, Line, Span, StepSum, WhySum, WorkSum
from shared.access import Scope
from shared.storage.mongo import Document

ENTRY = "review.entries"
DECIDED = ["passed", "returned", "rejected"]
KEPT_OUT = "kept_out"
LATE = {"$gt": [f"${ENTRY}.days", f"${ENTRY}.limit"]}
STANDS = {"$or": [{f"{ENTRY}.outcome": {"$ne": State.REJECTED.value}}, {"state": State.REJECTED.value}]}
DIVISION = {"$substrBytes": ["$number", 3, 6]}  # DK-431230-2026-000123


class MongoHistories:
    """Reads `applications`; `kept_out {_id: day:county:slug, path, division, on, slug, n}` holds nothing personal."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.applications
        self.refused = db.kept_out
        self.session = session

    def steps(self, scope: Scope, span: Span) -> list[StepSum]:
        """Return the sums by act and outcome."""
        group = {"_id": {"act": f"${ENTRY}.act", "outcome": f"${ENTRY}.outcome"}, **_sums()}
        return [
            StepSum(**one["_id"], n=one["n"], days=one["days"], late=one["late"])
            for one in self._grouped(scope, span, group)
        ]

    def whys(self, scope: Scope, span: Span) -> list[WhySum]:
        """Return the sums by county, outcome and reason code; a no that a second look took back stands no more."""
        by = {"division": DIVISION, "outcome": f"${ENTRY}.outcome", "code": f"${ENTRY}.reasons"}
        unwound = {"$unwind": f"${ENTRY}.reasons"}
        found = self._grouped(scope, span, {"_id": by, "n": {"$sum": 1}}, {"$match": STANDS}, unwound)
        kept = {"division": "$division", "outcome": {"$literal": KEPT_OUT}, "code": "$slug"}
        days = {"on": {"$gte": span.first.isoformat(), "$lte": span.last.isoformat()}}
        inside: Document = {} if scope.units is None else {"path": {"$in": sorted(scope.units)}}
        steps: list[Document] = [{"$match": {**inside, **days}}, {"$group": {"_id": kept, "n": {"$sum": "$n"}}}]
        found += list(self.refused.aggregate(steps, session=self.session))
        return sorted((WhySum(**one["_id"], n=one["n"]) for one in found), key=lambda one: -one.n)

    def work(self, scope: Scope, span: Span) -> list[WorkSum]:
        """Return the sums by account, the busiest first."""
        group = {"_id": f"${ENTRY}.by.id", "name": {"$last": f"${ENTRY}.by.name"}, **_sums()}
        found = [WorkSum(one["_id"], one["name"], one["n"], one["late"]) for one in self._grouped(scope, span, group)]
        return sorted(found, key=lambda one: (-one.n, one.account))

    def lines(self, scope: Scope, span: Span, wanted: Filter, limit: int) -> list[Line]:
        """Return the lines behind a number, newest first."""
        steps = [*_entries(scope, span), *_narrowed(wanted)]
        steps += [{"$sort": {f"{ENTRY}.on": -1, "_id": 1}}, {"$limit": limit}]
        steps += [{"$project": {"number": 1, "person_id": 1, "entry": f"${ENTRY}"}}]
        return [_line(one) for one in self.rows.aggregate(steps, session=self.session)]

    def kept_out(self, path: Sequence[str], division: str, on: date, slugs: Sequence[str]) -> None:
        """Count a try to hand in that the rules did not let through, once for each condition not met."""
        for slug in slugs:
            fresh = {"path": list(path), "division": division, "on": on.isoformat(), "slug": slug}
            change = {"$inc": {"n": 1}, "$setOnInsert": fresh}
            name = {"_id": f"{on.isoformat()}:{division}:{slug}"}
            self.refused.update_one(name, change, upsert=True, session=self.session)

    def _grouped(self, scope: Scope, span: Span, group: Document, *between: Document) -> list[Document]:
        steps = [*_entries(scope, span), *between, {"$group": group}]
        return list(self.rows.aggregate(steps, session=self.session))


def indexes(db: Database[Document]) -> None:
    """Create collection and indexes."""
    if "kept_out" not in db.list_collection_names():
        db.create_collection("kept_out")
    db.kept_out.create_index([("path", ASCENDING), ("on", ASCENDING)], name="where_when")
    by_day = [("scope", ASCENDING), ("acted_on", ASCENDING)]
    db.applications.create_index(by_day, name="acted", partialFilterExpression={"acted_on": {"$exists": True}})


def _entries(scope: Scope, span: Span) -> list[Document]:
    """Return the first steps: a case whose last act is older than the span has no line in it."""
    days = {"$gte": span.first.isoformat(), "$lte": span.last.isoformat()}
    where: Document = {"acted_on": {"$gte": span.first.isoformat()}}
    if scope.units is not None:
        where["scope"] = {"$in": sorted(scope.units)}
    shown = {"number": 1, "person_id": 1, "state": 1, ENTRY: 1}
    inside: dict[str, Any] = {f"{ENTRY}.on": days, f"{ENTRY}.outcome": {"$in": DECIDED}}
    return [{"$match": where}, {"$project": shown}, {"$unwind": f"${ENTRY}"}, {"$match": inside}]


def _sums() -> Document:
    return {"n": {"$sum": 1}, "days": {"$sum": f"${ENTRY}.days"}, "late": {"$sum": {"$cond": [LATE, 1, 0]}}}


def _narrowed(wanted: Filter) -> list[Document]:
    names = {"act": "act", "outcome": "outcome", "reasons": "code", "by.id": "account"}
    exact = {f"{ENTRY}.{name}": {"$eq": getattr(wanted, own)} for name, own in names.items() if getattr(wanted, own)}
    steps: list[Document] = [{"$match": exact}] if exact else []
    if wanted.code:
        steps.append({"$match": STANDS})
    if wanted.division:
        steps.append({"$match": {"$expr": {"$eq": [DIVISION, {"$literal": wanted.division}]}}})
    return [*steps, {"$match": {"$expr": LATE}}] if wanted.late else steps


def _line(row: Document) -> Line:
    entry = row["entry"]
    return Line(
        application_id=row["_id"],
        person_id=row["person_id"],
        number=row["number"],
        act=entry["act"],
        outcome=entry["outcome"],
        on=date.fromisoformat(entry["on"]),
        days=entry["days"],
        limit=entry["limit"],
        reasons=tuple(entry["reasons"]),
    )
