"""What earlier versions stored otherwise, brought up to date before anything is served; nothing where all is."""

from typing import Any

from pymongo.database import Database

from services.loans.storage.slots import BOTH
from shared.storage.mongo import Document

TOWN = 2  # where the township stands in a path from the city down


def run(db: Database[Document]) -> None:
    """Let the queue's fields of every case carry what decides who may take it (ADR 0022)."""
    old = {"desk.office": {"$exists": True}, "desk.roles": {"$exists": False}}
    for row in db.applications.find(old, {"place": True, "desk": True, "side": True, "review": True}):
        change: Document = {}
        for slot in BOTH:
            work, stop = (row.get("side"), row["review"].get("side")) if slot.desk else (row, row["review"])
            if work and work.get("desk") and stop:
                step = row["review"]["route"]["steps"][stop["at"]]
                now = _of(step, proposed=bool(stop.get("proposal"))) | {"town": row["place"][: TOWN + 1][-1]}
                change |= {f"{slot.desk}desk.{name}": value for name, value in now.items()}
        db.applications.update_one({"_id": row["_id"], "desk": row["desk"]}, {"$set": change})


def _of(step: dict[str, Any], *, proposed: bool) -> Document:
    roles = ("leader", "also") if proposed else ("officer", "leader")
    held = [step[role] for role in roles if step.get(role)]
    return {"act": step["act"], "roles": held, "seats": step.get("seats", 0)}
