"""`challenges`: the number sealed under the challenge's own key, forgotten with it a day later."""

from datetime import timedelta
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain.challenge import Challenge, Purpose, State
from services.applicant.storage.due import Due
from shared.errors import Stale
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE = "challenges"
FORGET = "forget_challenge"
KEPT = timedelta(days=1)


class MongoChallenges:
    """Challenges, bound to one transaction."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault, due: Due) -> None:
        self.rows = db.challenges
        self.session = session
        self.vault = vault
        self.due = due

    def get(self, challenge_id: str) -> Challenge | None:
        """Return one."""
        row = self.rows.find_one({"_id": {"$eq": challenge_id}}, session=self.session)
        return self._challenge(row) if row else None

    def add(self, challenge: Challenge) -> None:
        """Store a new one, to be forgotten with its key a day later."""
        self.rows.insert_one(self._row(challenge), session=self.session)
        self.due.add(FORGET, challenge.id, KEPT)

    def save(self, challenge: Challenge) -> None:
        """Store a changed one; raises Stale when another try was faster."""
        seen = {"_id": challenge.id, "version": challenge.version}
        challenge.version += 1
        if not self.rows.replace_one(seen, self._row(challenge), session=self.session).matched_count:
            raise Stale("changed_meanwhile")

    def forget(self, challenge_id: str) -> None:
        """Delete it and the key under which its number, and the message to it, are sealed."""
        assert self.session is not None, "a key is destroyed inside a transaction"
        self.rows.delete_one({"_id": {"$eq": challenge_id}}, session=self.session)
        self.vault.destroy(self.session, challenge_id)

    def _row(self, challenge: Challenge) -> Document:
        sealed = self.vault.seal(self.session, challenge.id, PLACE, {"phone": challenge.phone})
        return {
            "_id": challenge.id,
            "purpose": challenge.purpose.value,
            "made_at": challenge.made_at,
            "f": sealed,
            "subject": challenge.subject,
            "back": challenge.back,
            "device": challenge.device,
            "state": challenge.state.value,
            "tries": challenge.tries,
            "second_tries": challenge.second_tries,
            "candidates": list(challenge.candidates),
            "version": challenge.version,
        }

    def _challenge(self, row: dict[str, Any]) -> Challenge:
        names = ("made_at", "subject", "back", "device", "tries", "second_tries", "version")
        return Challenge(
            id=row["_id"],
            purpose=Purpose(row["purpose"]),
            phone=self.vault.open(row["_id"], PLACE, row["f"], self.session)["phone"],
            state=State(row["state"]),
            candidates=tuple(row["candidates"]),
            **{name: row[name] for name in names},
        )


def indexes(db: Database[Document]) -> None:
    """Create the collection."""
    if "challenges" not in db.list_collection_names():
        db.create_collection("challenges")
