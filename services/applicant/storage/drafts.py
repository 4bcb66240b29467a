"""`drafts {_id: holder, f: sealed, at}`: half-filled registrations, gone with their key after a day."""

import json
from collections.abc import Mapping

from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.clock import Clock
from shared.storage.mongo import Document
from shared.storage.vault import ERASED, Vault

PLACE = "drafts"


class MongoDrafts:
    """Drafts, bound to one transaction, each sealed under a key of its holder."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault) -> None:
        self.rows = db.drafts
        self.session = session
        self.vault = vault

    def get(self, holder: str) -> dict[str, str]:
        """Return what was typed so far, empty when nothing was or a day has passed."""
        row = self.rows.find_one({"_id": {"$eq": holder}}, session=self.session)
        if row is None:
            return {}
        text = self.vault.open(holder, PLACE, row["f"], self.session)["values"]
        found: dict[str, str] = {} if text == ERASED else json.loads(text)
        return found

    def put(self, holder: str, values: Mapping[str, str]) -> None:
        """Keep what is typed so far."""
        sealed = self.vault.seal(self.session, holder, PLACE, {"values": json.dumps(dict(values), ensure_ascii=False)})
        row = {"f": sealed, "at": Clock.real_now()}
        self.rows.replace_one({"_id": {"$eq": holder}}, {"_id": holder, **row}, upsert=True, session=self.session)

    def drop(self, holder: str) -> None:
        """Forget it; the key stays with its holder, who may have more under it."""
        self.rows.delete_one({"_id": {"$eq": holder}}, session=self.session)
