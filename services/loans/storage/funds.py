"""Funds in MongoDB: one document each with its sums, one row per line of its ledger, promises and payments beside."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.fund import Cause, Entry, Fund, Kind, Reservation, Sums
from services.loans.domain.fund_year import YearSums
from services.loans.domain.top_up import State, TopUp
from services.loans.events.outbound_money import of_fund
from shared.errors import NotFound, Stale
from shared.events.outbox import Outbox
from shared.storage.mongo import Document


class MongoFunds:
    """Collections `funds` and `fund_entries {_id: <fund>/<n>}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None, outbox: Outbox) -> None:
        self.rows = db.funds
        self.lines = db.fund_entries
        self.session = session
        self.outbox = outbox

    def hold(self, fund_id: str, path: tuple[str, ...], multiple: int) -> Fund:
        """Return one after writing to it: a transaction that comes second conflicts here, before it did any work."""
        fresh = {"balance_fen": 0, "outstanding_fen": 0, "reserved_fen": 0, "last": 0}
        row: Document = self.rows.find_one_and_update(
            {"_id": fund_id},
            {"$inc": {"version": 1}, "$set": {"multiple": multiple, "scope": list(path)}, "$setOnInsert": fresh},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=self.session,
        )  # type: ignore[assignment]  # an upsert that returns the row after it always finds one
        return _fund(row)

    def get(self, fund_id: str) -> Fund | None:
        """Return one, None before its first booking."""
        row = self.rows.find_one({"_id": {"$eq": fund_id}}, session=self.session)
        return _fund(row) if row else None

    def all(self) -> list[Fund]:
        """Return every fund."""
        return [_fund(row) for row in self.rows.find({}, session=self.session).sort("_id", ASCENDING)]

    def save(self, fund: Fund) -> None:
        """Store a held one with its new entries and its news."""
        if self.session is None:
            raise RuntimeError("a fund is written inside a transaction")
        sums = asdict(fund.sums) | {"last": fund.last}
        self.rows.update_one({"_id": fund.id}, {"$set": sums}, session=self.session)
        if fund.entries:
            self.lines.insert_many([_line(fund.id, entry) for entry in fund.entries], session=self.session)
        for news in fund.news:
            self.outbox.emit(self.session, of_fund(news))
        fund.entries.clear()
        fund.news.clear()

    def entries(self, fund_id: str, before: int | None, limit: int) -> list[Entry]:
        """Return the newest lines of its ledger, those before number `before`."""
        wanted: Document = {"fund_id": {"$eq": fund_id}}
        if before is not None:
            wanted["n"] = {"$lt": before}
        rows = self.lines.find(wanted, session=self.session).sort("n", DESCENDING).limit(limit)
        return [_entry(row) for row in rows]

    def in_year(self, fund_id: str, year: int) -> YearSums:
        """Return what its ledger promised and paid in a year."""
        kinds = [Kind.RESERVE.value, Kind.RELEASE.value, Kind.PAYOUT.value]
        inside = {"fund_id": fund_id, "on": {"$gte": f"{year}-01-01", "$lte": f"{year}-12-31"}, "kind": {"$in": kinds}}
        reserved, released, paid = ({"$cond": [{"$eq": ["$kind", one]}, "$amount_fen", 0]} for one in kinds)
        granted = {"$sum": {"$subtract": [reserved, released]}}
        steps: list[Document] = [
            {"$match": inside},
            {"$group": {"_id": "$application_id", "granted": granted, "paid": {"$sum": paid}}},
            {"$group": {"_id": None, "granted": {"$sum": {"$max": [0, "$granted"]}}, "paid": {"$sum": "$paid"}}},
        ]
        found = list(self.lines.aggregate(steps, session=self.session))
        return YearSums(found[0]["granted"], found[0]["paid"]) if found else YearSums()

    def booked(self, fund_id: str) -> Iterable[tuple[int, Kind, int]]:
        """Yield (number, kind, fen) of its whole ledger, first to last."""
        rows = self.lines.find({"fund_id": fund_id}, session=self.session).sort("n", ASCENDING)
        return ((row["n"], Kind(row["kind"]), row["amount_fen"]) for row in rows)


class MongoReservations:
    """Collection `reservations`, one per application."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.reservations
        self.session = session

    def get(self, application_id: str) -> Reservation | None:
        """Return what was promised to one."""
        row = self.rows.find_one({"_id": {"$eq": application_id}}, session=self.session)
        return Reservation(row.pop("_id"), **row) if row else None

    def put(self, one: Reservation) -> None:
        """Store it, new or changed."""
        row: Document = {"_id": one.application_id, "fund_id": one.fund_id, "number": one.number}
        row |= {"amount_fen": one.amount_fen, "state": one.state, "bank_id": one.bank_id}
        self.rows.replace_one({"_id": one.application_id}, row, upsert=True, session=self.session)

    def held(self, fund_id: str, bank_id: str | None = None) -> int:
        """Return the sum of what is still promised, in fen: all of it, or what one bank is to lend."""
        wanted = {"fund_id": fund_id, "state": "held"} | ({} if bank_id is None else {"bank_id": bank_id})
        rows = self.rows.find(wanted, {"amount_fen": 1}, session=self.session)
        return sum(row["amount_fen"] for row in rows)


class MongoTopUps:
    """Collection `top_ups`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.top_ups
        self.session = session

    def get(self, top_up_id: str) -> TopUp:
        """Return one; raises NotFound("top_up_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": top_up_id}}, session=self.session)
        if row is None:
            raise NotFound("top_up_not_found")
        return _top_up(row)

    def waiting(self, fund_id: str) -> list[TopUp]:
        """Return those that wait, oldest first."""
        wanted = {"fund_id": {"$eq": fund_id}, "state": State.ENTERED.value}
        return [_top_up(row) for row in self.rows.find(wanted, session=self.session).sort("_id", ASCENDING)]

    def add(self, one: TopUp) -> None:
        """Store a new one."""
        self.rows.insert_one(_payment(one), session=self.session)

    def save(self, one: TopUp) -> None:
        """Store a changed one; raises Stale. The filter itself refuses the hand that entered it."""
        seen: Document = {"_id": one.id, "version": one.version}
        if one.booked_by is not None:
            seen["entered_by"] = {"$ne": one.booked_by}
        one.version += 1
        if not self.rows.replace_one(seen, _payment(one), session=self.session).matched_count:
            raise Stale("changed_meanwhile")


def indexes(db: Database[Document]) -> None:
    """Create the collections and their indexes; harmless when they are there."""
    for name in {"funds", "fund_entries", "reservations", "top_ups"} - set(db.list_collection_names()):
        db.create_collection(name)
    db.fund_entries.create_index([("fund_id", ASCENDING), ("n", DESCENDING)], unique=True, name="ledger")
    db.fund_entries.create_index([("fund_id", ASCENDING), ("on", ASCENDING)], name="year")
    db.reservations.create_index([("fund_id", ASCENDING), ("state", ASCENDING)], name="promised")
    db.top_ups.create_index([("fund_id", ASCENDING), ("state", ASCENDING), ("_id", ASCENDING)], name="waiting")


def _fund(row: Mapping[str, Any]) -> Fund:
    sums = Sums(row["balance_fen"], row["outstanding_fen"], row["reserved_fen"])
    return Fund(row["_id"], tuple(row["scope"]), row["multiple"], sums, row["last"])


def _line(fund_id: str, entry: Entry) -> Document:
    cause, sums = entry.cause, entry.sums
    return {
        "_id": f"{fund_id}/{entry.n}",
        "fund_id": fund_id,
        "n": entry.n,
        "kind": entry.kind.value,
        "amount_fen": entry.amount_fen,
        "on": cause.on.isoformat(),
        "by": cause.by,
        "application_id": cause.application_id,
        "loan_id": cause.loan_id,
        "document": cause.document,
        "after": asdict(sums),
    }


def _entry(row: Mapping[str, Any]) -> Entry:
    on = date.fromisoformat(row["on"])
    cause = Cause(on, row["by"], row["application_id"], row["loan_id"], row["document"])
    return Entry(row["n"], Kind(row["kind"]), row["amount_fen"], cause, Sums(**row["after"]))


def _payment(one: TopUp) -> Document:
    return {
        "_id": one.id,
        "fund_id": one.fund_id,
        "amount_fen": one.amount_fen,
        "document": one.document,
        "on": one.on.isoformat(),
        "entered_by": one.entered_by,
        "state": one.state.value,
        "booked_by": one.booked_by,
        "version": one.version,
    }


def _top_up(row: Mapping[str, Any]) -> TopUp:
    known = dict(row) | {"on": date.fromisoformat(row["on"]), "state": State(row["state"])}
    return TopUp(known.pop("_id"), **known)
