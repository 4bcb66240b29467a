"""Staff rosters in MongoDB: one document for an application, people and the last sheet sealed under her key."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.application import Application
from services.loans.domain.staff import Employee
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE, PEOPLE, SHEET = "staff_rosters", "people", "sheet"


class MongoStaffRosters:
    """Collection `staff_rosters {_id: <application>, person_id, sealed: {people, sheet}}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault) -> None:
        self.rows = db.staff_rosters
        self.session = session
        self.vault = vault

    def put(self, application: Application, people: Sequence[Employee] | None, sheet: bytes) -> None:
        """Keep the sheet, and its people in place of those before; None leaves them as they were."""
        values: dict[str, Any] = {SHEET: sheet}
        if people is not None:
            values[PEOPLE] = json.dumps([_row(one) for one in people], ensure_ascii=False)
        sealed = self.vault.seal(self.session, application.person_id, PLACE, values)
        change = {"person_id": application.person_id} | {f"sealed.{name}": value for name, value in sealed.items()}
        self.rows.update_one({"_id": application.id}, {"$set": change}, upsert=True, session=self.session)

    def people(self, application: Application) -> list[Employee]:
        """Return those who count; empty when no sheet was taken, or her key is gone."""
        content = self._opened(application, PEOPLE)
        return [_employee(row) for row in json.loads(content)] if content else []

    def sheet(self, application: Application) -> bytes | None:
        """Return the sheet that was sent last; None when there is none, or her key is gone."""
        return self._opened(application, SHEET)

    def _opened(self, application: Application, name: str) -> bytes | None:
        row = self.rows.find_one({"_id": {"$eq": application.id}}, {f"sealed.{name}": True}, session=self.session)
        sealed = (row or {}).get("sealed", {}).get(name)
        return self.vault.open_bytes(application.person_id, PLACE, name, sealed) if sealed else None


def _row(one: Employee) -> Document:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(one).items()}


def _employee(row: Document) -> Employee:
    days = {
        name: date.fromisoformat(row[name]) if row[name] else None for name in row if name.endswith(("_from", "_to"))
    }
    return Employee(**row | days)
