"""`kept_forms`: what was posted from a session that had just ended, sealed, for fifteen minutes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from shared.clock import Clock
from shared.ids import new_id
from shared.storage.mongo import Document, reading
from shared.storage.vault import Vault

PLACE = "kept_forms"
KEPT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a form was posted to, and its fields in order."""

    address: str
    fields: Sequence[tuple[str, str]]


class MongoKeptForms:
    """One service's kept forms. They are sealed under a key of the day: nobody knows yet whose they are."""

    def __init__(self, db: Database[Document], vault: Vault) -> None:
        self.rows = db.kept_forms
        self.vault = vault

    def keep(self, session_id: str, form: Kept) -> str:
        """Keep a form under the id of the ended session it came from; returns the form's id."""
        now, kept_id = Clock.real_now(), new_id()
        day = f"kept-forms-{now:%Y-%m-%d}"
        content = {"content": json.dumps([form.address, form.fields], ensure_ascii=False)}
        row = {"_id": kept_id, "sid": session_id, "day": day, "until": now + KEPT}
        reading(lambda: self.rows.insert_one({**row, "f": self._sealed(day, content)}))
        return kept_id

    def find(self, kept_id: str, sessions: tuple[str, ...]) -> Kept | None:
        """Return a kept form to whoever had one of these sessions; None when it is somebody else's or over."""
        wanted = {"_id": {"$eq": kept_id}, "sid": {"$in": list(sessions)}, "until": {"$gt": Clock.real_now()}}
        row = reading(lambda: self.rows.find_one(wanted))
        if row is None:
            return None
        address, fields = json.loads(self.vault.open(row["day"], PLACE, row["f"])["content"])
        return Kept(address, [(str(name), str(value)) for name, value in fields])

    def _sealed(self, day: str, content: dict[str, str]) -> dict[str, Any]:
        try:
            return self.vault.seal(None, day, PLACE, content)
        except DuplicateKeyError:  # another request made the day's key in the same moment
            return self.vault.seal(None, day, PLACE, content)


def indexes(db: Database[Document]) -> None:
    """Create the collection; rows go by themselves."""
    db.kept_forms.create_index([("until", ASCENDING)], expireAfterSeconds=0, name="gone")
