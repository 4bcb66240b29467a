"""A quarter's subsidies in MongoDB: one document a batch, one a loan in it, so that no loan is paid twice."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.batch import LIVE, Batch, Item, Payment, Payout, State
from shared.errors import NotFound, Stale
from shared.storage.mongo import Document


class MongoBatches:
    """Collections `subsidy_batches` and `subsidy_items {_id: <loan>:<last day of the quarter>}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.subsidy_batches
        self.lines = db.subsidy_items
        self.session = session

    def get(self, batch_id: str) -> Batch:
        """Return one with its items; raises NotFound("batch_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": batch_id}}, session=self.session)
        if row is None:
            raise NotFound("batch_not_found")
        lines = self.lines.find({"batch_id": batch_id}, session=self.session).sort("number", ASCENDING)
        return _batch(row, [_item(line) for line in lines])

    def of_fund(self, fund_id: str) -> list[Batch]:
        """Return the live batches of a county without their items, newest first."""
        wanted = {"fund_id": {"$eq": fund_id}, "live": True}
        return [_batch(row, []) for row in self.rows.find(wanted, session=self.session).sort("ends_on", DESCENDING)]

    def paid(self, fund_id: str) -> Mapping[str, int]:
        """Return what stands in live batches for each loan of a county, in fen."""
        owed = {"$sum": {"$add": ["$subsidy_fen", "$earlier_fen"]}}
        steps: list[Document] = [{"$match": {"fund_id": fund_id}}, {"$group": {"_id": "$loan_id", "fen": owed}}]
        return {row["_id"]: row["fen"] for row in self.lines.aggregate(steps, session=self.session)}

    def paid_by_nation(self, fund_id: str) -> Mapping[str, int]:
        """Return how much of that the nation's own rule gave, for the loans of a place with another, in fen."""
        wanted = {"fund_id": fund_id, "nation_fen": {"$type": "number"}}
        steps: list[Document] = [{"$match": wanted}, {"$group": {"_id": "$loan_id", "fen": {"$sum": "$nation_fen"}}}]
        return {row["_id"]: row["fen"] for row in self.lines.aggregate(steps, session=self.session)}

    def of_loan(self, loan_id: str) -> list[tuple[Batch, Item]]:
        """Return a loan's items with their batches (these without items), oldest first."""
        lines = list(self.lines.find({"loan_id": {"$eq": loan_id}}, session=self.session).sort("_id", ASCENDING))
        wanted = {"_id": {"$in": [line["batch_id"] for line in lines]}}
        rows = {row["_id"]: _batch(row, []) for row in self.rows.find(wanted, session=self.session)}
        return [(rows[line["batch_id"]], _item(line)) for line in lines]

    def add(self, one: Batch) -> None:
        """Store a new one; a county has one live batch for a quarter, a loan one item in it."""
        self.rows.insert_one(_document(one), session=self.session)
        self.lines.insert_many([_line(one, item) for item in one.items], session=self.session)

    def save(self, one: Batch) -> None:
        """Store a changed one and its changed items; raises Stale. The filter itself refuses the hand before.

        The items of a dropped batch go, so that their loans can be prepared anew; the audit keeps its sums.
        """
        seen: Document = {"_id": one.id, "version": one.version}
        if one.state is State.CHECKED:
            seen["prepared_by"] = {"$ne": one.checked_by}
        if one.payment is not None:
            seen["checked_by"] = {"$ne": one.payment.by}
        one.version += 1
        if not self.rows.replace_one(seen, _document(one), session=self.session).matched_count:
            raise Stale("changed_meanwhile")
        for item in one.changed:
            key = {"_id": f"{item.loan_id}:{one.ends_on}"}
            self.lines.update_one(
                key, {"$set": {"bank_fen": item.bank_fen, "bank_way": item.bank_way}}, session=self.session
            )
        one.changed.clear()
        if one.state is State.DROPPED:
            self.lines.delete_many({"batch_id": one.id}, session=self.session)


def indexes(db: Database[Document]) -> None:
    """Create the collections and their indexes; harmless when they are there."""
    for name in {"subsidy_batches", "subsidy_items"} - set(db.list_collection_names()):
        db.create_collection(name)
    quarter = [("fund_id", ASCENDING), ("ends_on", DESCENDING)]
    db.subsidy_batches.create_index(quarter, unique=True, name="one_batch_each", partialFilterExpression={"live": True})
    db.subsidy_items.create_index([("batch_id", ASCENDING), ("number", ASCENDING)], name="of_batch")
    db.subsidy_items.create_index([("fund_id", ASCENDING), ("loan_id", ASCENDING)], name="of_fund")
    db.subsidy_items.create_index([("loan_id", ASCENDING), ("_id", ASCENDING)], name="of_loan")


def _document(one: Batch) -> Document:
    paid = one.payment
    return {
        "_id": one.id,
        "fund_id": one.fund_id,
        "ends_on": one.ends_on.isoformat(),
        "prepared_on": one.prepared_on.isoformat(),
        "prepared_by": one.prepared_by,
        "advance_after_months": one.advance_after_months,
        "state": one.state.value,
        "live": one.state in LIVE,
        "checked_by": one.checked_by,
        "payment": asdict(paid) | {"on": paid.on.isoformat()} if paid else None,
        "central_came_on": one.central_came_on.isoformat() if one.central_came_on else None,
        "version": one.version,
    }


def _batch(row: Mapping[str, Any], items: list[Item]) -> Batch:
    known = dict(row) | {name: date.fromisoformat(row[name]) for name in ("ends_on", "prepared_on")}
    known |= {"state": State(row["state"]), "items": items}
    if paid := row["payment"]:
        known["payment"] = Payment(**paid | {"on": date.fromisoformat(paid["on"])})
    if came := row["central_came_on"]:
        known["central_came_on"] = date.fromisoformat(came)
    known.pop("live")
    return Batch(known.pop("_id"), **known)


def _line(batch: Batch, item: Item) -> Document:
    days = {"first": item.first.isoformat(), "last": item.last.isoformat(), "payout": item.payout.value}
    key = {"_id": f"{item.loan_id}:{batch.ends_on}", "batch_id": batch.id, "fund_id": batch.fund_id}
    return asdict(item) | days | key


def _item(row: Mapping[str, Any]) -> Item:
    known = {name: value for name, value in row.items() if name not in {"_id", "batch_id", "fund_id"}}
    days = {name: date.fromisoformat(row[name]) for name in ("first", "last")}
    return Item(**known | days | {"payout": Payout(row["payout"])})
