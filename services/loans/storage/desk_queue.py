"""Queues and leases over the applications collection; a lease is measured in the server's own time."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pymongo import ASCENDING, DESCENDING, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.cursor import Cursor
from pymongo.database import Database

from services.loans.domain.application import State
from services.loans.domain.desk_clock import DeskClock
from services.loans.storage.desk_counts import DeskCounts
from services.loans.storage.review_rows import hand
from services.loans.storage.slots import BOTH, Slot
from services.loans.usecases.desk.ports import Claim, Lies, Listed, Load, Row, Wanted
from services.loans.usecases.desk.team import InHand
from shared.access import Actor, Scope
from shared.clock import Clock
from shared.errors import Conflict
from shared.storage.mongo import Document

ASIDE = 1  # minutes by which this machine's clock may be off the server's
SHOWN = dict.fromkeys(
    ("number", "person_id", "place", "desk", "claim", "skips", "ask", "business.trade", "near", "given", "side"), True
) | dict.fromkeys((f"review.{name}" for name in ("clock", "at", "round", "proposal.by", "votes.by.id", "side")), True)
LISTED = dict.fromkeys(
    ("number", "person_id", "place", "desk", "ask.amount_fen", "need.amount_fen", "started_on"), True
)


class MongoDesks:
    """Reads rows that carry `desk`; writes only `claim` and `skips`, which no aggregate knows."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows_of = db.applications
        self.counts = DeskCounts(db, session)
        self.session = session

    def rows(self, wanted: Wanted) -> list[Row]:
        """Return cases of some offices, the earliest due first."""
        found = [_row(one, slot) for slot in BOTH for one in self._at(slot, wanted)]
        return sorted(found, key=lambda row: (row.due_on, row.id))[: wanted.limit]

    def _at(self, slot: Slot, wanted: Wanted) -> Cursor[Document]:
        order = [(f"{slot.desk}desk.due_on", ASCENDING), ("_id", ASCENDING)]
        return self.rows_of.find(_filter(wanted, slot), SHOWN, session=self.session).sort(order).limit(wanted.limit)

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
        found: list[Row] = []
        for slot in BOTH:
            wanted = {f"{slot.desk}claim.by": {"$eq": account}, "$expr": _runs(slot)}
            some = self.rows_of.find(wanted, SHOWN, session=self.session)
            found += [_row(one, slot) for one in some.sort(f"{slot.desk}claim.until", ASCENDING).limit(20)]
        return found

    def take(self, lies: Lies, account: str, name: str, minutes: int) -> bool:
        """Claim one on a desk that nobody else holds, or renew one's own; one atomic update."""
        return any(
            self.rows_of.update_one(*_lease(slot, lies, (account, name), minutes), session=self.session).matched_count
            for slot in BOTH
        )

    def take_each(self, found: Sequence[tuple[Lies, Actor]], minutes: int) -> None:
        """Claim several that are free, each for its officer; raises Conflict("changed_meanwhile") if one is not."""
        taken = 0
        for slot in BOTH:
            if taken < len(found):
                changes = [UpdateOne(*_lease(slot, lies, (by.id, by.name), minutes)) for lies, by in found]
                taken += self.rows_of.bulk_write(changes, ordered=False, session=self.session).matched_count
        if taken < len(found):
            raise Conflict("changed_meanwhile")

    def drop(self, application_id: str, account: str) -> bool:
        """Put one's own back; return whether there was one."""
        done = 0
        for slot in BOTH:
            mine = {"_id": {"$eq": application_id}, f"{slot.desk}claim.by": {"$eq": account}}
            gone = {"$unset": {f"{slot.desk}claim": ""}}
            done += self.rows_of.update_one(mine, gone, session=self.session).modified_count
        return done > 0

    def given(self, lies: Lies) -> tuple[str, str]:
        """Return the account and name that a case was given to, ("", "") for nobody."""
        given = self._work(lies).get("given") or {}
        return given.get("by", ""), given.get("name", "")

    def give(self, lies: Lies, account: str, name: str) -> bool:
        """Let an open case come to one account alone and end the lease of any other; False when it is not open."""
        return any(self._give(slot, lies, {"by": account, "name": name}) for slot in BOTH)

    def _give(self, slot: Slot, lies: Lies, to: Document) -> bool:
        wanted = _here(slot, lies) | {f"{slot.desk}desk.list": {"$eq": "open"}}
        change: Document = {"$set": {f"{slot.desk}given": to}}
        done = self.rows_of.update_one(wanted, change, session=self.session).matched_count > 0
        other = _here(slot, lies) | {f"{slot.desk}claim.by": {"$ne": to["by"]}}
        self.rows_of.update_one(other, {"$unset": {f"{slot.desk}claim": ""}}, session=self.session)
        return done

    def in_hand(self, offices: Collection[str], today: str) -> dict[str, InHand]:
        """Return by account what lies with it at some offices; `today` is a day, 2026-11-24."""
        found: dict[str, InHand] = {}
        for work in self._given_or_held(sorted(offices)):
            given, claim = (work.get("given") or {}).get("by", ""), _claim(work)
            for account in {given, claim.by if claim else ""} - {""}:
                mine = found.get(account, InHand())
                held = mine.held + (claim is not None and claim.by == account)
                late = mine.late + (work["desk"]["due_on"] < today)
                found[account] = InHand(held, mine.given + (given == account), late)
        return found

    def _given_or_held(self, offices: list[str]) -> Iterator[Document]:
        for slot in BOTH:
            wanted = {f"{slot.desk}desk.office": {"$in": offices}, f"{slot.desk}desk.list": {"$eq": "open"}}
            some = {"$or": [{f"{slot.desk}{name}": {"$exists": True}} for name in ("given", "claim")]}
            shown = {"given": 1, "claim": 1, "desk": 1, "side": 1}
            for row in self.rows_of.find({**wanted, **some}, shown, session=self.session):
                yield _work(row, slot)

    def of(self, lies: Lies) -> Claim | None:
        """Return the lease that runs now."""
        return _claim(self._work(lies))

    def skip(self, lies: Lies, account: str, reason: str) -> None:
        """Note that an officer passed it over, and why (a code)."""
        self.drop(lies.id, account)
        line = {"by": account, "reason": reason, "at": datetime.now(UTC)}
        for slot in BOTH:
            more: Document = {"$push": {f"{slot.desk}skips": line}}
            self.rows_of.update_one(_here(slot, lies), more, session=self.session)

    def _work(self, lies: Lies) -> Document:
        for slot in BOTH:
            row = self.rows_of.find_one(_here(slot, lies), {"given": 1, "claim": 1, "side": 1}, session=self.session)
            if row is not None:
                return _work(row, slot)
        return {}


def _here(slot: Slot, lies: Lies) -> Document:
    return {"_id": {"$eq": lies.id}, f"{slot.review}at": {"$eq": lies.at}}


def _lease(slot: Slot, lies: Lies, who: tuple[str, str], minutes: int) -> tuple[Document, list[Document]]:
    """Return filter and change of the update that leases one desk to an account (id, name)."""
    claim = f"{slot.desk}claim"
    wanted = _here(slot, lies) | {
        f"{slot.desk}desk.list": {"$in": ["open", "proposed", "together"]},
        f"{slot.desk}given.by": {"$in": [None, who[0]]},
        "$or": [{f"{claim}.by": {"$eq": who[0]}}, _free(slot)],
    }
    mine = {"$and": [{"$eq": [f"${claim}.by", {"$literal": who[0]}]}, _runs(slot)]}
    lease = {
        "by": {"$literal": who[0]},
        "name": {"$literal": who[1]},
        "until": {"$add": ["$$NOW", minutes * 60_000]},
        "since": {"$cond": [mine, f"${claim}.since", "$$NOW"]},
    }
    return wanted, [{"$set": {claim: lease}}]


def _work(row: Document, slot: Slot) -> Document:
    """Return the part of a document that holds the queue's and leases' fields of one desk."""
    work: Document = row["side"] if slot.desk else row
    return work


def _runs(slot: Slot) -> Document:
    return {"$gt": [f"${slot.desk}claim.until", "$$NOW"]}


def _free(slot: Slot) -> Document:
    return {"$expr": {"$not": [_runs(slot)]}}


def _not_held(slot: Slot) -> Document:
    """Return what is free by the server's time; what is held for long yet is passed over in the index already."""
    surely = Clock.real_now() + timedelta(minutes=ASIDE)
    return _free(slot) | {f"{slot.desk}claim.until": {"$not": {"$gt": surely}}}


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


def _filter(wanted: Wanted, slot: Slot) -> Document:
    desk = f"{slot.desk}desk"
    found: Document = {f"{desk}.office": {"$in": sorted(wanted.offices)}, f"{desk}.list": {"$eq": wanted.kind}}
    exact = {
        "place": wanted.town,
        "business.trade": wanted.trade,
        "number": wanted.number,
        f"{slot.desk}given.by": wanted.given_to,
    }
    found |= {name: {"$eq": value} for name, value in exact.items() if value is not None}
    if wanted.amount is not None:
        found["ask.amount_fen"] = {"$gt": wanted.amount[0], "$lte": wanted.amount[1]}
    if wanted.persons is not None:
        found["person_id"] = {"$in": list(wanted.persons)}
    days = zip(("$gte", "$lte"), wanted.due, strict=True)
    if any(wanted.due):
        found[f"{desk}.due_on"] = {sign: limit.isoformat() for sign, limit in days if limit}
    if wanted.free:
        found |= _not_held(slot)
    return found | _after(wanted.after, f"{desk}.due_on")


def _after(place: tuple[str, str] | None, field: str) -> Document:
    if place is None:
        return {}
    day, last = place
    return {"$or": [{field: {"$gt": day}}, {field: {"$eq": day}, "_id": {"$gt": last}}]}


def _row(row: Document, slot: Slot) -> Row:
    review: dict[str, Any] = row["review"]
    work, stop = _work(row, slot), review["side"] if slot.desk else review
    desk, given = work["desk"], work.get("given") or {}
    other, clock = row["desk"] if slot.desk else row.get("side", {}).get("desk"), stop["clock"]
    stopped_on = date.fromisoformat(clock["stopped_on"]) if clock["stopped_on"] else None
    return Row(
        id=row["_id"],
        at=stop["at"],
        number=row["number"],
        person_id=row["person_id"],
        place=tuple(row["place"]),
        office=desk["office"],
        desk=desk["desk"],
        roles=tuple(desk["roles"]),
        kind=desk["list"],
        act=desk["act"],
        clock=DeskClock(date.fromisoformat(clock["started_on"]), clock["limit"], clock["paused"], stopped_on),
        due_on=date.fromisoformat(desk["due_on"]),
        amount_fen=row["ask"]["amount_fen"],
        trade=row.get("business", {}).get("trade"),
        round=review["round"],
        claim=_claim(work),
        skipped_by=tuple(one["by"] for one in work.get("skips", ())),
        preparer=hand((stop.get("proposal") or {}).get("by")),
        given=given.get("by", ""),
        given_to=given.get("name", ""),
        near=tuple(one for some in row.get("near", {}).values() for one in some),
        beside=(other["desk"],) if other else (),
        voted=tuple(one["by"]["id"] for one in stop.get("votes", ())),
        seats=desk["seats"],
    )


def _claim(row: Document) -> Claim | None:
    lease, now = row.get("claim"), Clock.real_now()
    if not lease or lease["until"] <= now:
        return None
    return Claim(lease["by"], lease["name"], lease["until"], now, lease["since"])
