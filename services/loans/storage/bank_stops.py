"""Banks that were stopped, in MongoDB."""

from dataclasses import asdict
from datetime import date

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.bank_stop import BankStop, State
from shared.errors import Stale
from shared.storage.mongo import Document


class MongoBankStops:
    """Collection `bank_stops {_id: <fund>/<bank>}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.bank_stops
        self.session = session

    def get(self, fund_id: str, bank_id: str) -> BankStop | None:
        """Return the stop of a bank, None where it was never stopped."""
        row = self.rows.find_one({"_id": {"$eq": f"{fund_id}/{bank_id}"}}, session=self.session)
        if row is None:
            return None
        read = {"since": date.fromisoformat(row["since"]), "state": State(row["state"])}
        return BankStop(**{name: value for name, value in row.items() if name != "_id"} | read)

    def add(self, one: BankStop) -> None:
        """Store a new one."""
        self.rows.insert_one(_row(one), session=self.session)

    def save(self, one: BankStop) -> None:
        """Store a changed one; raises Stale. The filter itself refuses the hand that asked."""
        seen: Document = {"_id": f"{one.fund_id}/{one.bank_id}", "version": one.version}
        if one.approved_by is not None:
            seen["asked_by"] = {"$ne": one.approved_by}
        one.version += 1
        if not self.rows.replace_one(seen, _row(one), session=self.session).matched_count:
            raise Stale("changed_meanwhile")


def indexes(db: Database[Document]) -> None:
    """Create the collection; harmless when it is there."""
    if "bank_stops" not in db.list_collection_names():
        db.create_collection("bank_stops")


def _row(one: BankStop) -> Document:
    plain = {"_id": f"{one.fund_id}/{one.bank_id}", "since": one.since.isoformat(), "state": one.state.value}
    return asdict(one) | plain
