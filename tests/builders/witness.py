"""What was written to a database, read from MongoDB's own log of changes; asked thousands of times it costs little."""

from collections.abc import Iterator
from typing import Any

from pymongo.database import Database


class Witness:
    """Remembers how far the log had come. A change and its undoing are two writes; an aborted transaction is none."""

    def __init__(self, db: Database[dict[str, Any]], *besides: str) -> None:
        self.name = db.name
        self.besides = {"health", "leases", *besides}
        self.log = db.client.local["oplog.rs"]
        self.seen = next(self.log.find().sort("$natural", -1).limit(1))["ts"]

    def written(self) -> list[str]:
        """Return the collections written to since the last question, `besides` left out."""
        found: set[str] = set()
        for entry in self.log.find({"ts": {"$gt": self.seen}}):
            self.seen = entry["ts"]
            found.update(_places(entry))
        here = {place.partition(".")[2] for place in found if place.partition(".")[0] == self.name}
        return sorted(here - self.besides)


def _places(entry: dict[str, Any]) -> Iterator[str]:
    """Yield `database.collection` of each write of an entry; a transaction is one entry that holds many."""
    inside = entry["o"].get("applyOps")
    if inside is not None:
        for one in inside:
            yield from _places(one)
    elif entry["op"] != "n":
        yield entry["ns"]
