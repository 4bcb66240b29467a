"""Photos of a visit: one sealed document each, in the transaction that stores the report."""

from collections.abc import Sequence

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.loans.domain.application import Application
from services.loans.usecases.desk.ports import Picture
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE, NAME = "visit_photos", "photo"


class MongoPictures:
    """Collection `visit_photos {_id: <album>:<number>, application_id, sealed}`."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault) -> None:
        self.rows = db.visit_photos
        self.session = session
        self.vault = vault

    def put(self, application: Application, album: str, pictures: Sequence[Picture]) -> None:
        """Keep the photos of one visit."""
        for number, picture in enumerate(pictures, start=1):
            sealed = self.vault.seal(self.session, application.person_id, PLACE, {NAME: picture.content})
            row = {"_id": f"{album}:{number}", "application_id": application.id, "sealed": sealed}
            self.rows.insert_one(row, session=self.session)

    def get(self, application: Application, album: str, number: int) -> bytes | None:
        """Return one (1 is the first), None when it is not there or her key is gone."""
        wanted = {"_id": {"$eq": f"{album}:{number}"}, "application_id": {"$eq": application.id}}
        row = self.rows.find_one(wanted, session=self.session)
        return self.vault.open_bytes(application.person_id, PLACE, NAME, row["sealed"][NAME]) if row else None
