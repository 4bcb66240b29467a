"""Photos of papers in MongoDB: one sealed document each, in the transaction of the use case (security.md §6)."""

from datetime import date

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.papers import Paper
from shared.errors import NotFound
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE, NAME = "papers", "picture"
LISTED = {"sealed": False}


class MongoPapers:
    """Collection `papers {_id, application_id, person_id, kind, added_on, added_by, round, size, sealed}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault) -> None:
        self.rows = db.papers
        self.session = session
        self.vault = vault

    def of(self, application_id: str) -> list[Paper]:
        """Return what is kept for an application, without the pictures, oldest first."""
        wanted = {"application_id": {"$eq": application_id}}
        rows = self.rows.find(wanted, LISTED, session=self.session).sort("_id", ASCENDING)
        return [_paper(row) for row in rows]

    def get(self, application_id: str, paper_id: str) -> Paper:
        """Return one of an application; raises NotFound("paper_not_found")."""
        wanted = {"_id": {"$eq": paper_id}, "application_id": {"$eq": application_id}}
        row = self.rows.find_one(wanted, LISTED, session=self.session)
        if row is None:
            raise NotFound("paper_not_found")
        return _paper(row)

    def content(self, paper: Paper) -> bytes | None:
        """Return the picture, None once her key is destroyed."""
        row = self.rows.find_one({"_id": paper.id}, {"sealed": True}, session=self.session)
        return self.vault.open_bytes(paper.person_id, PLACE, NAME, row["sealed"][NAME]) if row else None

    def add(self, paper: Paper, content: bytes) -> None:
        """Keep one, sealed under her key."""
        sealed = self.vault.seal(self.session, paper.person_id, PLACE, {NAME: content})
        self.rows.insert_one({**_row(paper), "sealed": sealed}, session=self.session)

    def remove(self, paper: Paper) -> None:
        """Delete one."""
        self.rows.delete_one({"_id": paper.id}, session=self.session)


def _row(paper: Paper) -> Document:
    values = {name: getattr(paper, name) for name in Paper.__slots__ if name not in ("id", "added_on")}
    return {"_id": paper.id, **values, "added_on": paper.added_on.isoformat()}


def _paper(row: Document) -> Paper:
    values = {name: row[name] for name in Paper.__slots__ if name not in ("id", "added_on")}
    return Paper(id=row["_id"], added_on=date.fromisoformat(row["added_on"]), **values)
