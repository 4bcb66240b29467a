"""Queues and leases over the applications collection; a lease is measured in the server's own time."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.application import State
from services.loans.domain.desk_clock import DeskClock
from services.loans.storage.applications import not_near
from services.loans.storage.desk_counts import DeskCounts
from services.loans.usecases.desk.ports import Claim, Listed, Load, Row, Wanted
from services.loans.usecases.desk.team import InHand
from shared.access import Scope
from shared.clock import Clock
from shared.storage.mongo import Document

SHOWN = dict.fromkeys(
    ("number", "person_id", "place", "desk", "claim", "skips", "ask", "business.trade", "near", "given"), True
) | dict.fromkeys(("review.clock", "review.at", "review.round", "review.route.steps", "review.proposal.by"), True)
LISTED = dict.fromkeys(
    ("number", "person_id", "place", "desk", "ask.amount_fen", "need.amount_fen", "started_on"), True
)
RUNS = {"$gt": ["$claim.until", "$$NOW"]}
FREE = {"$expr": {"$not": [RUNS]}}


class MongoDesks:
    """Reads rows that carry `desk`; writes only `claim` and `skips`, which no aggregate knows."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows_of = db.applications
        self.counts = DeskCounts(db, session)
        self.session = session

    def rows(self, wanted: Wanted) -> list[Row]:
        """Return cases of some offices, the earliest due first."""
        order = [("desk.due_on", ASCENDING), ("_id", ASCENDING)]
        found = self.rows_of.find(_filter(wanted), SHOWN, session=self.session).sort(order).limit(wanted.limit)
        return [_row(one) for one in found]

    def load(self, offices: Collection[str]) -> Load:
        """Return the counters of some offices."""
        return self.counts.of(offices)

    def in_state(self, scope: Scope, state: State, after: str | None, limit: int) -> list[Listed]:
        """Return the applications in a state inside the scope, newest first, those before the id `after`."""
        wanted: Document = {"state": {"$eq": state.value}}
        if scope.units is not None:
            wanted["scope"] = {"$in": sorted(scope.units)}
        if after is not None:
            wanted["_id"] = {"$lt": after}
        found = self.rows_of.find(wanted, LISTED, session=self.session).sort("_id", DESCENDING).limit(limit)
        return [_listed(one) for one in found]

    def held(self, account: str) -> list[Row]:
        """Return the cases an officer holds now, the lease that ends first in front."""
        wanted = {"claim.by": {"$eq": account}, "$expr": RUNS}
        found = self.rows_of.find(wanted, SHOWN, session=self.session).sort("claim.until", ASCENDING).limit(20)
        return [_row(one) for one in found]

    def take(self, application_id: str, account: str, name: str, minutes: int) -> bool:
        """Claim one on a desk that nobody else holds, or renew one's own; one atomic update."""
        wanted = {
            "_id": {"$eq": application_id},
            "desk.list": {"$in": ["open", "proposed", "together"]},
            "given.by": {"$in": [None, account]},
            "$or": [{"claim.by": {"$eq": account}}, FREE],
        }
        mine = {"$and": [{"$eq": ["$claim.by", {"$literal": account}]}, RUNS]}
        lease = {
            "by": {"$literal": account},
            "name": {"$literal": name},
            "until": {"$add": ["$$NOW", minutes * 60_000]},
            "since": {"$cond": [mine, "$claim.since", "$$NOW"]},
        }
        done = self.rows_of.update_one(wanted, [{"$set": {"claim": lease}}], session=self.session)
        return done.matched_count > 0

    def drop(self, application_id: str, account: str) -> bool:
        """Put one's own back; return whether there was one."""
        mine = {"_id": {"$eq": application_id}, "claim.by": {"$eq": account}}
        return self.rows_of.update_one(mine, {"$unset": {"claim": ""}}, session=self.session).modified_count > 0

    def given(self, application_id: str) -> tuple[str, str]:
        """Return the account and name that a case was given to, ("", "") for nobody."""
        row = self.rows_of.find_one({"_id": {"$eq": application_id}}, {"given": True}, session=self.session) or {}
        given = row.get("given") or {}
        return given.get("by", ""), given.get("name", "")

    def give(self, application_id: str, account: str, name: str) -> bool:
        """Let an open case come to one account alone and end the lease of any other; False when it is not open."""
        wanted = {"_id": {"$eq": application_id}, "desk.list": {"$eq": "open"}}
        change: Document = {"$set": {"given": {"by": account, "name": name}}}
        done = self.rows_of.update_one(wanted, change, session=self.session).matched_count > 0
        other = {"_id": {"$eq": application_id}, "claim.by": {"$ne": account}}
        self.rows_of.update_one(other, {"$unset": {"claim": ""}}, session=self.session)
        return done

    def in_hand(self, offices: Collection[str], today: str) -> dict[str, InHand]:
        """Return by account what lies with it at some offices; `today` is a day, 2026-11-24."""
        found: dict[str, InHand] = {}
        wanted = {"desk.office": {"$in": sorted(offices)}, "desk.list": {"$eq": "open"}}
        some = {"$or": [{"given": {"$exists": True}}, {"claim": {"$exists": True}}]}
        for row in self.rows_of.find({**wanted, **some}, {"given": 1, "claim": 1, "desk": 1}, session=self.session):
            given, claim = (row.get("given") or {}).get("by", ""), _claim(row)
            for account in {given, claim.by if claim else ""} - {""}:
                mine = found.get(account, InHand())
                held = mine.held + (claim is not None and claim.by == account)
                late = mine.late + (row["desk"]["due_on"] < today)
                found[account] = InHand(held, mine.given + (given == account), late)
        return found

    def of(self, application_id: str) -> Claim | None:
        """Return the lease that runs now."""
        wanted = {"_id": {"$eq": application_id}, "$expr": RUNS}
        row = self.rows_of.find_one(wanted, {"claim": True}, session=self.session)
        return _claim(row) if row else None

    def skip(self, application_id: str, account: str, reason: str) -> None:
        """Note that an officer passed it over, and why (a code)."""
        self.drop(application_id, account)
        line = {"by": account, "reason": reason, "at": datetime.now(UTC)}
        self.rows_of.update_one({"_id": {"$eq": application_id}}, {"$push": {"skips": line}}, session=self.session)


def _listed(row: Document) -> Listed:
    desk, ask = row.get("desk") or {}, row.get("ask") or row.get("need") or {}
    return Listed(
        id=row["_id"],
        number=row["number"],
        person_id=row["person_id"],
        place=tuple(row["place"]),
        desk=desk.get("desk", ""),
        amount_fen=ask.get("amount_fen"),
        started_on=date.fromisoformat(row["started_on"]),
        handed_in=bool(row.get("ask")),
    )


def _filter(wanted: Wanted) -> Document:
    found: Document = {"desk.office": {"$in": sorted(wanted.offices)}, "desk.list": {"$eq": wanted.kind}}
    exact = {
        "place": wanted.town,
        "business.trade": wanted.trade,
        "number": wanted.number,
        "given.by": wanted.given_to,
    }
    found |= {name: {"$eq": value} for name, value in exact.items() if value is not None}
    if wanted.amount is not None:
        found["ask.amount_fen"] = {"$gt": wanted.amount[0], "$lte": wanted.amount[1]}
    if wanted.persons is not None:
        found["person_id"] = {"$in": list(wanted.persons)}
    days = zip(("$gte", "$lte"), wanted.due, strict=True)
    if any(wanted.due):
        found["desk.due_on"] = {sign: limit.isoformat() for sign, limit in days if limit}
    if wanted.not_for is not None:
        found |= _takeable(wanted.not_for, wanted.mark)
    return found | _after(wanted.after)


def _takeable(account: str, mark: str) -> Document:
    """Return what an officer may take next: not held, passed over, prepared by himself, near, or given to another."""
    others = {"skips.by": {"$ne": account}, "review.proposal.by.id": {"$ne": account}, **FREE}
    return others | not_near(account, mark) | {"given.by": {"$in": [None, account]}}


def _after(place: tuple[str, str] | None) -> Document:
    if place is None:
        return {}
    day, last = place
    return {"$or": [{"desk.due_on": {"$gt": day}}, {"desk.due_on": {"$eq": day}, "_id": {"$gt": last}}]}


def _row(row: Document) -> Row:
    review: dict[str, Any] = row["review"]
    proposal = review.get("proposal") or {}
    clock = review["clock"]
    stopped_on = date.fromisoformat(clock["stopped_on"]) if clock["stopped_on"] else None
    return Row(
        id=row["_id"],
        number=row["number"],
        person_id=row["person_id"],
        place=tuple(row["place"]),
        office=row["desk"]["office"],
        desk=row["desk"]["desk"],
        kind=row["desk"]["list"],
        act=review["route"]["steps"][review["at"]]["act"],
        clock=DeskClock(date.fromisoformat(clock["started_on"]), clock["limit"], clock["paused"], stopped_on),
        due_on=date.fromisoformat(row["desk"]["due_on"]),
        amount_fen=row["ask"]["amount_fen"],
        trade=row.get("business", {}).get("trade"),
        round=review["round"],
        claim=_claim(row),
        skips=len(row.get("skips", [])),
        prepared_by=proposal.get("by", {}).get("name", ""),
        given_to=(row.get("given") or {}).get("name", ""),
        near=tuple(one for some in row.get("near", {}).values() for one in some),
    )


def _claim(row: Document) -> Claim | None:
    lease, now = row.get("claim"), Clock.real_now()
    if not lease or lease["until"] <= now:
        return None
    return Claim(lease["by"], lease["name"], lease["until"], now, lease["since"])
