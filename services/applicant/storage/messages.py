"""`messages`: number and parameters sealed under their owner's key, sent by a job."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain.message import Message, State
from services.applicant.storage.due import Due
from services.applicant.usecases.message.ports import Catalogue, Recipient
from shared.errors import NotFound, Stale
from shared.ids import new_id
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE = "messages"
SEND = "send_message"
DERIVED = {"code": {"code": "000000"}}  # made from the challenge just before sending, stored nowhere


@dataclass(frozen=True, slots=True)
class MongoMessages:
    """Messages, bound to one transaction."""

    db: Database[Document]
    session: ClientSession | None
    vault: Vault
    catalogue: Catalogue
    due: Due

    def want(self, key: str, to: Recipient, params: Mapping[str, str]) -> str:
        """Promise a message in this transaction, return its id."""
        self.catalogue.text(key).filled({**params, **DERIVED.get(key, {})})
        message = Message(new_id(), key, to.owner, to.phone, params, self.due.clock.real_now(), to.scope)
        self.db.messages.insert_one(self._row(message), session=self.session)
        self.due.add(SEND, message.id)
        return message.id

    def get(self, message_id: str) -> Message:
        """Return one, opened; raises NotFound("message_not_found")."""
        row = self.db.messages.find_one({"_id": {"$eq": message_id}}, session=self.session)
        if row is None:
            raise NotFound("message_not_found")
        texts = self.vault.open(row["owner"], PLACE, row["f"], self.session)
        return _message(row, texts)

    def save(self, message: Message) -> None:
        """Store a changed one; raises Stale when somebody saved meanwhile."""
        seen = {"_id": message.id, "version": message.version}
        message.version += 1
        if not self.db.messages.replace_one(seen, self._row(message), session=self.session).matched_count:
            raise Stale("changed_meanwhile")

    def _row(self, message: Message) -> Document:
        texts = {"phone": message.phone, "params": json.dumps(dict(message.params), ensure_ascii=False)}
        return {
            "_id": message.id,
            "key": message.key,
            "owner": message.owner,
            "f": self.vault.seal(self.session, message.owner, PLACE, texts),
            "scope": list(message.scope),
            "state": message.state.value,
            "wanted_at": message.wanted_at,
            "sent_at": message.sent_at,
            "version": message.version,
        }


def indexes(db: Database[Document]) -> None:
    """Create the collections and indexes."""
    db.messages.create_index([("owner", ASCENDING), ("_id", DESCENDING)], name="hers")
    db.messages.create_index([("scope", ASCENDING), ("state", ASCENDING), ("_id", DESCENDING)], name="in_scope")


def _message(row: dict[str, Any], texts: Mapping[str, str]) -> Message:
    erased = not texts["params"].startswith("{")
    return Message(
        id=row["_id"],
        key=row["key"],
        owner=row["owner"],
        phone="" if erased else texts["phone"],
        params={} if erased else json.loads(texts["params"]),
        wanted_at=row["wanted_at"],
        scope=tuple(row["scope"]),
        state=State(row["state"]),
        sent_at=row["sent_at"],
        version=row["version"],
    )
