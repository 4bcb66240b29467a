"""Archive packages in MongoDB: sealed under her key, in parts that stay below the limit of a document."""

from datetime import date

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.archive import Archive
from shared.errors import NotFound
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE, PART = "archives", "part"
PART_BYTES = 8 * 1024**2


class MongoArchives:
    """Collections `archives` and `archive_parts {_id: <archive>:<n>, archive_id, n, sealed}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault) -> None:
        self.rows, self.parts = db.archives, db.archive_parts
        self.session = session
        self.vault = vault

    def get(self, archive_id: str) -> Archive:
        """Return one; raises NotFound("archive_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": archive_id}}, session=self.session)
        if row is None:
            raise NotFound("archive_not_found")
        return self._archive(row)

    def of(self, application_id: str, account: str) -> list[Archive]:
        """Return those of an application that one account asked for, newest first."""
        wanted = {"application_id": {"$eq": application_id}, "asked_by": {"$eq": account}}
        return [self._archive(row) for row in self.rows.find(wanted, session=self.session).sort("_id", DESCENDING)]

    def add(self, one: Archive) -> None:
        """Store a new one, not made yet."""
        texts = {"purpose": one.purpose, "her_name": one.her_name}
        row = {
            "_id": one.id,
            "application_id": one.application_id,
            "person_id": one.person_id,
            "asked_by": one.asked_by,
            "asker": one.asker,
            "asked_on": one.asked_on.isoformat(),
            "ready": one.ready,
            "sealed": self.vault.seal(self.session, one.person_id, PLACE, texts),
        }
        self.rows.insert_one(row, session=self.session)

    def keep(self, one: Archive, pdf: bytes) -> None:
        """Store the paper of one that is made now; a job that runs again replaces it."""
        self.parts.delete_many({"archive_id": {"$eq": one.id}}, session=self.session)
        for n, start in enumerate(range(0, len(pdf), PART_BYTES)):
            sealed = self.vault.seal(self.session, one.person_id, PLACE, {PART: pdf[start : start + PART_BYTES]})
            row = {"_id": f"{one.id}:{n}", "archive_id": one.id, "n": n, "sealed": sealed}
            self.parts.insert_one(row, session=self.session)
        self.rows.update_one({"_id": {"$eq": one.id}}, {"$set": {"ready": True}}, session=self.session)

    def pdf(self, one: Archive) -> bytes | None:
        """Return its paper, None before it is made and once her key is gone."""
        rows = self.parts.find({"archive_id": {"$eq": one.id}}, session=self.session).sort("n", ASCENDING)
        parts = [self.vault.open_bytes(one.person_id, PLACE, PART, row["sealed"][PART]) for row in rows]
        whole = [part for part in parts if part is not None]
        return b"".join(whole) if whole and len(whole) == len(parts) else None

    def remove(self, archive_id: str) -> None:
        """Delete one with its paper."""
        self.parts.delete_many({"archive_id": {"$eq": archive_id}}, session=self.session)
        self.rows.delete_one({"_id": {"$eq": archive_id}}, session=self.session)

    def _archive(self, row: Document) -> Archive:
        texts = self.vault.open(row["person_id"], PLACE, row["sealed"], self.session)
        return Archive(
            id=row["_id"],
            application_id=row["application_id"],
            person_id=row["person_id"],
            asked_by=row["asked_by"],
            asker=row["asker"],
            asked_on=date.fromisoformat(row["asked_on"]),
            purpose=texts["purpose"],
            her_name=texts["her_name"],
            ready=row["ready"],
        )


def indexes(db: Database[Document]) -> None:
    """Create the collections and their indexes; harmless when they are there."""
    for name in {"archives", "archive_parts"} - set(db.list_collection_names()):
        db.create_collection(name)
    db.archives.create_index([("application_id", ASCENDING), ("asked_by", ASCENDING)], name="asked")
    db.archive_parts.create_index([("archive_id", ASCENDING), ("n", ASCENDING)], name="of_archive")
