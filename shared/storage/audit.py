"""Audit rows: one plain insert in the transaction of the act; a leased sealer chains them within a second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.access import Actor
from shared.clock import Clock
from shared.ids import new_id
from shared.storage.mongo import Document
from shared.trace import current


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of an act: who, in which posts, what, on what, whose data, why; no names, no numbers.

    `request` is the request it came with, "" for the one that runs now.
    """

    act: str
    by: Actor
    resource: str = ""
    resource_id: str = ""
    person_ids: Sequence[str] = ()
    fields: Sequence[str] = ()
    reason: str = ""
    decision: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    request: str = ""


class Audit:
    """The append-only collection `audit` of one service; each row waits for its seal with `seq` null."""

    def __init__(self, db: Database[Document]) -> None:
        self.rows = db.audit

    def record(self, session: ClientSession | None, *entries: Entry) -> None:
        """Insert a row for each; when one cannot be written the acts do not happen."""
        rows = [{"_id": new_id(), "seq": None, "e": _document(entry)} for entry in entries]
        if rows:
            self.rows.insert_many(rows, session=session)


def _document(entry: Entry) -> Document:
    who = entry.by.on_behalf_of or entry.by
    return {
        "at": Clock.real_now(),
        "actor": who.id,
        "via": entry.by.id if entry.by.on_behalf_of else "",
        "posts": [{"role": post.role, "unit": post.unit} for post in who.posts],
        "act": entry.act,
        "res": entry.resource,
        "rid": entry.resource_id,
        "person_ids": list(entry.person_ids),
        "fields": list(entry.fields),
        "reason": entry.reason,
        "decision": entry.decision,
        "facts": dict(entry.facts),
        "request": entry.request or current().correlation_id,
    }
