"""The sweep: replays what people asked for, and goes on with streams whose gap has closed. Needs no broker."""

import logging
import threading
from dataclasses import dataclass
from typing import Any

from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared.errors import Unavailable
from shared.events.consumer import Applier
from shared.events.gate import Key, Reason
from shared.events.patience import Stopped, where
from shared.storage.mongo import Document, is_transient

TICK = 1.0
PAGE = 200

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Sweep:
    """Looks after one consumer's parked events."""

    name: str
    db: Database[Document]
    applier: Applier[Any]

    def run(self, stop: threading.Event) -> None:
        """Sweep each second until told to stop."""
        revived = False
        while not stop.wait(TICK):
            try:
                revived = revived or self.revive() >= 0
                self.once()
            except Stopped:
                return
            except (PyMongoError, Unavailable) as error:
                if not is_transient(error):
                    raise
                log.warning("the sweep waits: %s", where(error))

    def once(self) -> int:
        """Replay what was asked for, then drain what became ready; return how many events were applied."""
        asked = self.db.inbox_parked.find({"consumer": self.name, "replay": {"$exists": True}}).limit(PAGE)
        done = sum(self.applier.drain((row["source"], row["stream"]), replay=True) for row in list(asked))
        return done + sum(self.applier.drain(key) for key in self._ready())

    def revive(self) -> int:
        """Ask again for events that were too new when they came; after an upgrade their version may be known."""
        known = sorted(set(self.applier.registry.schemas) | set(self.applier.handlers))
        wanted = {"consumer": self.name, "reason": Reason.NEWER_VERSION.value, "type": {"$in": known}}
        return self.db.inbox_parked.update_many(wanted, {"$set": {"replay": {"by": "system"}}}).modified_count

    def _ready(self) -> list[Key]:
        """Return streams that wait though their next event lies parked."""
        waiting = self.db.inbox.find({"consumer": self.name, "parked": {"$gt": 0}, "halted": False}).limit(PAGE * 10)
        nexts = {f"{row['_id']}/{row['pos'] + 1}": (row["source"], row["stream"]) for row in waiting}
        there = self.db.inbox_parked.find({"_id": {"$in": list(nexts)}}, {"_id": 1}) if nexts else ()
        return [nexts[row["_id"]] for row in there]
