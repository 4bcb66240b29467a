"""The classes that take names now, for the front page: asked of training at most twice a minute, whoever comes."""

import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any

from shared.errands.peer import Peer
from shared.errors import Problem

KEPT = 30.0
REST = 5.0
PATIENCE = 0.5
MOST = "6"

Classes = list[dict[str, Any]]


@dataclass(slots=True)
class OpenClasses:
    """Keeps the last answer for 30 seconds, and the lack of one for five."""

    training: Peer
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _until: float = float("-inf")
    _known: Classes | None = None

    @classmethod
    def of(cls, training: Peer) -> "OpenClasses":
        """Take the peer with half a second of patience."""
        return cls(replace(training, seconds=PATIENCE))

    def __call__(self) -> Classes | None:
        """Return class_id, title, place, starts_on, seats_left of each; None when training does not answer."""
        if time.monotonic() < self._until or not self._lock.acquire(blocking=False):
            return self._known
        try:
            self._known = self._ask()
            self._until = time.monotonic() + (REST if self._known is None else KEPT)
        finally:
            self._lock.release()
        return self._known

    def _ask(self) -> Classes | None:
        try:
            found: Classes = self.training.get("/classes/open", params={"limit": MOST})["items"]
        except Problem:
            return None
        return found
