"""Contracts in MongoDB, and the approved applications that wait for one."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.contract import Agreed, Contract, State
from services.loans.domain.schedule import Plan
from services.loans.storage.loans import inside
from services.loans.usecases.loan.ports import Approved
from shared.access import Scope
from shared.errors import NotFound, Stale
from shared.storage.mongo import Document


class MongoContracts:
    """Collection `contracts`; `live` is the application of one that counts, unique."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.contracts
        self.applications = db.applications
        self.session = session

    def get(self, scope: Scope, contract_id: str) -> Contract:
        """Return one inside the scope; raises NotFound("contract_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": contract_id}, **inside(scope)}, session=self.session)
        if row is None:
            raise NotFound("contract_not_found")
        return _contract(row)

    def numbered(self, scope: Scope, number: str) -> Contract | None:
        """Return the newest contract that counts with that number inside the scope."""
        wanted = {**inside(scope), "agreed.number": {"$eq": number}, "live": {"$type": "string"}}
        row = self.rows.find_one(wanted, session=self.session, sort=[("_id", DESCENDING)])
        return _contract(row) if row else None

    def live(self, application_id: str) -> Contract | None:
        """Return the one that counts of an application."""
        row = self.rows.find_one({"live": {"$eq": application_id}}, session=self.session)
        return _contract(row) if row else None

    def listed(self, scope: Scope, state: State, limit: int) -> list[Contract]:
        """Return those in a state, oldest first."""
        wanted = {**inside(scope), "state": state.value}
        rows = self.rows.find(wanted, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [_contract(row) for row in rows]

    def approved(self, scope: Scope, limit: int) -> list[Approved]:
        """Return approved applications without a contract, those that lapse first in front."""
        wanted: Document = {**inside(scope), "state": "approved"}
        rows = list(
            self.applications.find(wanted, session=self.session).sort("grant.lapses_on", ASCENDING).limit(limit)
        )
        under = {"live": {"$in": [row["_id"] for row in rows]}}
        taken = {row["live"] for row in self.rows.find(under, {"live": 1}, session=self.session)}
        return [_approved(row) for row in rows if row["_id"] not in taken]

    def add(self, one: Contract) -> None:
        """Store a new one; an application has one that counts."""
        self.rows.insert_one(_document(one), session=self.session)

    def save(self, one: Contract) -> None:
        """Store a changed one; raises Stale. The filter itself refuses the hand that prepared it."""
        seen: Document = {"_id": one.id, "version": one.version}
        if one.confirmed_by is not None:
            seen["prepared_by"] = {"$ne": one.confirmed_by}
        one.version += 1
        if not self.rows.replace_one(seen, _document(one), session=self.session).matched_count:
            raise Stale("changed_meanwhile")


def indexes(db: Database[Document]) -> None:
    """Create the collection and its indexes; harmless when they are there."""
    if "contracts" not in db.list_collection_names():
        db.create_collection("contracts")
    of_one = {"live": {"$type": "string"}}
    db.contracts.create_index(
        [("live", ASCENDING)], unique=True, name="one_contract_each", partialFilterExpression=of_one
    )
    db.contracts.create_index([("agreed.number", ASCENDING)], name="by_number")
    db.contracts.create_index([("scope", ASCENDING), ("state", ASCENDING), ("_id", ASCENDING)], name="by_state")


def _document(one: Contract) -> Document:
    agreed = asdict(one.agreed) | {"plan": one.agreed.plan.value, "signed_on": one.agreed.signed_on.isoformat()}
    return {
        "_id": one.id,
        "application_id": one.application_id,
        "live": one.application_id if one.live else None,
        "person_id": one.person_id,
        "scope": list(one.scope),
        "agreed": agreed,
        "prepared_by": one.prepared_by,
        "prepared_on": one.prepared_on.isoformat(),
        "state": one.state.value,
        "confirmed_by": one.confirmed_by,
        "version": one.version,
    }


def _contract(row: Mapping[str, Any]) -> Contract:
    agreed: Mapping[str, Any] = row["agreed"]
    typed = {"plan": Plan(agreed["plan"]), "signed_on": date.fromisoformat(agreed["signed_on"])}
    return Contract(
        id=row["_id"],
        application_id=row["application_id"],
        person_id=row["person_id"],
        scope=tuple(row["scope"]),
        agreed=Agreed(**dict(agreed) | typed),
        prepared_by=row["prepared_by"],
        prepared_on=date.fromisoformat(row["prepared_on"]),
        state=State(row["state"]),
        confirmed_by=row["confirmed_by"],
        version=row["version"],
    )


def _approved(row: Mapping[str, Any]) -> Approved:
    grant = row["grant"]
    return Approved(
        application_id=row["_id"],
        number=row["number"],
        person_id=row["person_id"],
        place=tuple(row["place"]),
        amount_fen=grant["amount_fen"],
        lapses_on=date.fromisoformat(grant["lapses_on"]),
    )
