"""Leases in server time: who may send a shard, hold a work slot or seal the audit rows, until when."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from pymongo import UpdateOne
from pymongo.database import Database

from shared.clock import Clock
from shared.storage.mongo import Document

TTL = 10.0


@dataclass(slots=True)
class Leases:
    """The leases `names` of one database, as far as `owner` holds them; rows `{_id, owner, until, fence}`.

    The server's clock decides, so the clocks of the holders do not matter. `ttl` in seconds.
    """

    db: Database[Document]
    owner: str
    names: tuple[str, ...]
    ttl: float = TTL
    _held: dict[str, float] = field(default_factory=dict)
    _there: bool = False

    def ensure(self) -> None:
        """Create the rows that are missing: the server refuses `$expr` in an upsert, so they must exist before."""
        if self._there:
            return
        never = Clock.real_now().replace(year=1970)
        fresh = {"owner": None, "until": never, "fence": 0}
        self.db.leases.bulk_write([UpdateOne({"_id": n}, {"$setOnInsert": fresh}, upsert=True) for n in self.names])
        self._there = True

    def hold(self) -> tuple[str, ...]:
        """Take what is free, renew what is mine; return what the server says is mine for `ttl` seconds from now."""
        self.ensure()
        asked = time.monotonic()
        free = {"$expr": {"$lt": ["$until", "$$NOW"]}}
        self.db.leases.update_many(
            {"_id": {"$in": self.names}, "$or": [{"owner": self.owner}, free]},
            [
                {
                    "$set": {
                        "fence": {"$cond": [{"$eq": ["$owner", self.owner]}, "$fence", {"$add": ["$fence", 1]}]},
                        "owner": self.owner,
                        "until": {"$add": ["$$NOW", int(self.ttl * 1000)]},
                    }
                }
            ],
        )
        mine = self.db.leases.find({"_id": {"$in": self.names}, "owner": self.owner}, {"_id": 1})
        self._held = {row["_id"]: asked + self.ttl for row in mine}
        return tuple(sorted(self._held))

    def held(self) -> tuple[str, ...]:
        """Return what is surely still mine, without asking the server."""
        now = time.monotonic()
        return tuple(sorted(name for name, until in self._held.items() if now < until))

    def due(self, share: float = 1 / 3) -> bool:
        """Tell whether more than `share` of the lease has passed, or nothing is held."""
        latest = time.monotonic() + self.ttl * (1 - share)
        return len(self._held) == 0 or any(until < latest for until in self._held.values())

    def release(self) -> None:
        """Give everything back at once, so that the next holder need not wait."""
        self._held = {}
        self.db.leases.update_many(
            {"_id": {"$in": self.names}, "owner": self.owner}, [{"$set": {"owner": None, "until": "$$NOW"}}]
        )


def shards(count: int = 8) -> tuple[str, ...]:
    """Return the names of the relay's shard leases."""
    return tuple(f"relay/{shard}" for shard in range(count))


def shard_numbers(names: Iterable[str]) -> list[int]:
    """Return the shard numbers in lease names."""
    return [int(name.rpartition("/")[2]) for name in names]
