"""Paper sheets in MongoDB for a day: what stands on one is sealed under a key of its own."""

from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.roll_print import RollPrint
from services.training.storage.scoped import inside
from shared.access import Scope
from shared.errors import NotFound
from shared.storage.mongo import Document
from shared.storage.vault import Vault

PLACE = "roll_prints"


class MongoRollPrints:
    """Collection `roll_prints`; the vault's key carries the id."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault) -> None:
        self.rows = db[PLACE]
        self.session = session
        self.vault = vault

    def get(self, scope: Scope, print_id: str) -> RollPrint:
        """Return one inside the scope; raises NotFound("paper_not_found")."""
        row = self.rows.find_one({"_id": {"$eq": print_id}, **inside(scope)}, session=self.session)
        if row is None:
            raise NotFound("paper_not_found")
        what = (row["session_id"], row["class_id"], tuple(row["scope"]))
        return RollPrint(row["_id"], *what, row["name"], row["asked_at"], "pdf" in row)

    def add(self, one: RollPrint, html: str) -> None:
        """Store a new one with what is to be printed."""
        row = {
            "_id": one.id,
            "session_id": one.session_id,
            "class_id": one.class_id,
            "scope": list(one.path),
            "name": one.name,
            "asked_at": one.asked_at,
        }
        self.rows.insert_one(row | self.vault.seal(self.session, one.id, PLACE, {"html": html}), session=self.session)

    def html(self, print_id: str) -> str | None:
        """Return what is still to be printed, None once it is, or forgotten."""
        sealed = self._sealed(print_id, "html")
        return sealed.decode() if sealed is not None else None

    def keep(self, print_id: str, pdf: bytes) -> None:
        """Store the paper in place of what was to be printed."""
        sealed = self.vault.seal(self.session, print_id, PLACE, {"pdf": pdf})
        self.rows.update_one({"_id": print_id}, {"$set": sealed, "$unset": {"html": ""}}, session=self.session)

    def pdf(self, print_id: str) -> bytes | None:
        """Return the paper, None before it is made."""
        return self._sealed(print_id, "pdf")

    def forget(self, print_id: str) -> None:
        """Delete it with its key."""
        if self.session is None:
            raise RuntimeError("a key is destroyed inside a transaction")
        self.rows.delete_one({"_id": print_id}, session=self.session)
        self.vault.destroy(self.session, print_id)

    def _sealed(self, print_id: str, name: str) -> bytes | None:
        row = self.rows.find_one({"_id": {"$eq": print_id}}, session=self.session)
        return self.vault.open_bytes(print_id, PLACE, name, row[name]) if row and name in row else None
