"""Where a form that was done led, kept with its key: a second press is answered before anything is looked at."""

from dataclasses import dataclass

from pymongo import WriteConcern
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.read_concern import ReadConcern

from shared.running import Once
from shared.storage.mongo import WEB_DEADLINE, Document, reading


@dataclass(frozen=True, slots=True)
class MongoLed:
    """Writes beside the row that `Runner.once` has written; a row without an address is answered by its view."""

    db: Database[Document]
    deadline: float = WEB_DEADLINE

    def where(self, once: Once) -> str | None:
        """Return where the same request under the same key led before; raises Unavailable past the deadline."""
        same = {"_id": once.id, "hash": once.request_hash}
        row = reading(lambda: self._rows.find_one(same, {"led": True}), deadline=self.deadline)
        return row.get("led") if row else None

    def keep(self, once: Once, where: str) -> None:
        """Keep where a command led, unless it was refused or is known; raises Unavailable past the deadline."""
        new = {"_id": once.id, "led": None}
        reading(lambda: self._rows.update_one(new, {"$set": {"led": where}}), deadline=self.deadline)

    @property
    def _rows(self) -> Collection[Document]:
        """Nobody waits for the other members: an address that is lost costs no more than a look at the thing."""
        return self.db.once.with_options(write_concern=WriteConcern(1), read_concern=ReadConcern("local"))
