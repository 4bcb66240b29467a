"""The audit sealer: chains the plain audit rows each second, anchors the chain each minute, finds what was changed."""

import hashlib
import hmac
import json
import logging
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pymongo import ASCENDING, MongoClient, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared.clock import Clock
from shared.errors import Unavailable
from shared.events.lease import Leases
from shared.events.patience import where
from shared.ids import new_id
from shared.storage.mongo import WORK_DEADLINE, Document, is_transient, transaction

PAGE = 1000
TICK = 1.0
ANCHOR_EVERY = 60.0
START = "0" * 64

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row of the chain that is not as it was sealed."""

    seq: int
    reason: str  # edited | missing | cut


@dataclass(slots=True)
class Sealer:
    """Seals one service's `audit`: each row gets `seq`, `prev` and `mac`; only who has the key can make a chain.

    `anchors` is a folder, best on another disk: without an anchor a cut tail could not be seen.
    """

    client: MongoClient[Document]
    db: Database[Document]
    key: bytes
    anchors: Path | None = None
    leases: Leases = field(init=False)
    _anchored: float = 0.0

    def __post_init__(self) -> None:
        self.leases = Leases(self.db, new_id(), ("sealer",))

    def run(self, stop: threading.Event) -> None:
        """Seal each second, as long as the lease is ours."""
        while not stop.wait(TICK):
            try:
                if self.leases.hold() if self.leases.due() else self.leases.held():
                    while self._waits() and self.once() == PAGE:
                        pass
                    self._anchor()
            except (PyMongoError, Unavailable) as error:
                if not is_transient(error):
                    raise
                log.warning("the audit sealer waits: %s", where(error))

    def once(self) -> int:
        """Seal up to a thousand rows in one transaction; return how many."""
        return transaction(self.client, self._seal, deadline=WORK_DEADLINE)

    def _waits(self) -> bool:
        return self.db.audit.find_one({"seq": None}, {"_id": 1}) is not None

    def _seal(self, session: ClientSession) -> int:
        rows = list(self.db.audit.find({"seq": None}, session=session).sort("_id", ASCENDING).limit(PAGE))
        if not rows:
            return 0
        head = self.db.audit_head.find_one({"_id": "head"}, session=session) or {"seq": 0, "mac": START}
        seq, prev, writes = head["seq"], head["mac"], []
        for row in rows:
            seq += 1
            mac = mac_of(self.key, seq, prev, row)
            writes.append(UpdateOne({"_id": row["_id"]}, {"$set": {"seq": seq, "prev": prev, "mac": mac}}))
            prev = mac
        self.db.audit.bulk_write(writes, session=session)
        now = {"$set": {"seq": seq, "mac": prev, "at": Clock.real_now()}}
        self.db.audit_head.update_one({"_id": "head"}, now, upsert=True, session=session)
        return len(rows)

    def _anchor(self) -> None:
        if self.anchors is None or time.monotonic() - self._anchored < ANCHOR_EVERY:
            return
        self._anchored = time.monotonic()
        head = self.db.audit_head.find_one({"_id": "head"})
        if head is not None:
            now = Clock.real_now()
            line = {"at": now.isoformat(), "db": self.db.name, "seq": head["seq"], "mac": head["mac"]}
            self.anchors.mkdir(parents=True, exist_ok=True)
            with (self.anchors / f"{self.db.name}-{now:%Y-%m-%d}.jsonl").open("a") as file:
                file.write(json.dumps(line) + "\n")


def mac_of(key: bytes, seq: int, prev: str, row: Mapping[str, Any]) -> str:
    """Return the seal of a row at its place in the chain."""
    entry = json.dumps([seq, prev, row["_id"], row["e"]], default=_text, sort_keys=True, ensure_ascii=False)
    return hmac.new(key, entry.encode(), hashlib.sha256).hexdigest()


def verify(db: Database[Document], key: bytes, anchors: Iterable[Mapping[str, Any]] = ()) -> Fault | None:
    """Return the first fault of the sealed chain, None when all is as it was sealed.

    `anchors` are `{seq, mac}` as the sealer wrote them; without the latest a cut tail goes unseen.
    """
    macs = {anchor["seq"]: anchor["mac"] for anchor in anchors}
    seq, prev = 0, START
    for row in db.audit.find({"seq": {"$gt": 0}}).sort("seq", ASCENDING):
        seq += 1
        if row["seq"] != seq:
            return Fault(seq, "missing")
        expected = mac_of(key, seq, prev, row)
        if row["prev"] != prev or not hmac.compare_digest(row["mac"], expected) or macs.get(seq, expected) != expected:
            return Fault(seq, "edited")
        prev = expected
    head = db.audit_head.find_one({"_id": "head"}) or {"seq": 0}
    last = max([head["seq"], *macs])
    return Fault(seq + 1, "cut") if last > seq else None


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
