"""Notes on cases: who and when in clear, the words sealed under her key."""

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.application import Application
from services.loans.usecases.desk.notes import Note
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE = "case_notes"


class MongoNotes:
    """Collection `case_notes {_id, application_id, person_id, name, at, sealed}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault) -> None:
        self.rows = db.case_notes
        self.session = session
        self.vault = vault

    def of(self, application: Application) -> list[Note]:
        """Return those of a case, newest first."""
        found = self.rows.find({"application_id": {"$eq": application.id}}, session=self.session)
        return [self._note(row) for row in found.sort("_id", DESCENDING)]

    def add(self, application: Application, note: Note) -> None:
        """Keep one."""
        row = {
            "_id": note.id,
            "application_id": application.id,
            "person_id": application.person_id,
            "name": note.name,
            "at": note.at,
            "sealed": self.vault.seal(self.session, application.person_id, PLACE, {"text": note.text}),
        }
        self.rows.insert_one(row, session=self.session)

    def _note(self, row: Document) -> Note:
        text = self.vault.open(row["person_id"], PLACE, row["sealed"], self.session)["text"]
        return Note(row["_id"], row["name"], row["at"], text)


def indexes(db: Database[Document]) -> None:
    """Create collection and index."""
    if "case_notes" not in db.list_collection_names():
        db.create_collection("case_notes")
    db.case_notes.create_index([("application_id", ASCENDING), ("_id", DESCENDING)], name="of_application")
