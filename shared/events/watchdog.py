"""The progress watchdog: ends the process when work waits and nothing moves, but never because a server is away."""

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared.events import broker
from shared.events.broker import BrokerSilent, Place
from shared.events.health import WAITING
from shared.events.reading import Reader
from shared.events.relay import Relay
from shared.storage.mongo import Document

TICK = 15.0
LIMIT = 60.0

log = logging.getLogger(__name__)


def leave() -> None:
    """End the process at once; the supervisor starts it again, and the gate drops what comes twice."""
    os._exit(70)


@dataclass(slots=True)
class Watchdog:
    """Watches one relay and one reader. `lag` asks the broker, `leave` ends the process, both by names of their own."""

    db: Database[Document]
    relay: Relay
    reader: Reader
    lag: Callable[[], dict[Place, tuple[int, int]]]
    limit: float = LIMIT
    leave: Callable[[], None] = leave
    _standing: dict[Place, tuple[int, float]] = field(default_factory=dict)
    _unsent_since: float | None = None

    def run(self, stop: threading.Event) -> None:
        """Look every few seconds until told to stop."""
        while not stop.wait(min(TICK, self.limit / 4)):
            stuck = self.stuck()
            if stuck:
                log.critical("no progress for %.0f s: %s; leaving", self.limit, stuck)
                self.leave()

    def stuck(self) -> str:
        """Return what stands still though both servers answer, empty when nothing does."""
        now = time.monotonic()
        try:
            behind = self.lag()
            self.db.command("ping")
            waiting = self.relay.leases.held() and self.db.outbox.find_one(WAITING, {"_id": 1}) is not None
        except (BrokerSilent, PyMongoError):
            self._standing, self._unsent_since = {}, None
            return ""
        if self._reader_stands(behind, now):
            return "reader"
        return "relay" if self._relay_stands(bool(waiting), now) else ""

    def _reader_stands(self, behind: dict[Place, tuple[int, int]], now: float) -> bool:
        mine = {place: at for place, at in behind.items() if not self.reader.places or place in self.reader.places}
        before = self._standing
        self._standing = {
            place: before[place] if place in before and before[place][0] == committed else (committed, now)
            for place, (committed, _end) in mine.items()
        }
        return any(now - since > self.limit for _, since in self._standing.values())

    def _relay_stands(self, waiting: bool, now: float) -> bool:
        if not waiting or self.relay.beat > (self._unsent_since or now):
            self._unsent_since = now if waiting else None
            return False
        self._unsent_since = self._unsent_since or now
        return now - self._unsent_since > self.limit


def of(bootstrap: str, reader: Reader, relay: Relay, topics: list[str], **settings: Any) -> Watchdog:
    """Return a watchdog that asks a real broker."""
    return Watchdog(reader.db, relay, reader, lambda: broker.lag(bootstrap, topics, reader.name), **settings)
