"""The quick part of a rebuild: fold a group of partitions in memory, insert its rows once."""

import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pymongo.database import Database
from pymongo.write_concern import WriteConcern

from shared.events import broker
from shared.events.broker import KafkaTail, Place
from shared.events.consumer import Consumer
from shared.events.envelope import Event, PoisonRecord, from_record
from shared.events.gate import Key, key_of
from shared.events.views import Row, View
from shared.storage.mongo import Document

PAGE = 1000
AT_ONCE = 250_000  # events whose rows are held in memory together
QUICK = WriteConcern(w=1, j=False)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Folding:
    """Rows and positions of some partitions in memory; what comes early waits, what the live view lacks is left out."""

    view: View
    limits: Mapping[Key, int]
    skipped: frozenset[tuple[Key, int]] = frozenset()
    rows: dict[str, Row | None] = field(default_factory=dict)
    positions: dict[Key, int] = field(default_factory=dict)
    early: dict[Key, dict[int, Event]] = field(default_factory=dict)
    events: int = 0
    beyond: list[Event] = field(default_factory=list)

    def take(self, event: Event) -> None:
        """Fold the event if it is the next of its stream, and then what waited for it."""
        key = key_of(event)
        position = self.positions.get(key, 0)
        if event.seq > position + 1:
            self.early.setdefault(key, {})[event.seq] = event
        elif event.seq == position + 1:
            self._fold(key, event)
            while key in self.early and (later := self.early[key].pop(self.positions.get(key, 0) + 1, None)):
                self._fold(key, later)

    def left(self) -> list[Event]:
        """Return what was not folded: beyond the live view, or early."""
        return self.beyond + [event for waiting in self.early.values() for event in waiting.values()]

    def _fold(self, key: Key, event: Event) -> None:
        if event.seq > self.limits.get(key, event.seq):
            self.beyond.append(event)
            return
        self.events += 1
        self.positions[key] = event.seq
        if event.type in self.view.types and (key, event.seq) not in self.skipped:
            self.rows[event.stream] = self.view.fold(self.rows.get(event.stream), event)


def settled_ends(bootstrap: str, live: Consumer[Any], until: float) -> dict[Place, int]:
    """Return the ends of all partitions as of now, once the live consumer has read that far (or parked it)."""
    ends = broker.ends(bootstrap, live.topics)
    while any(
        committed < ends[place] for place, (committed, _) in broker.lag(bootstrap, live.topics, live.name).items()
    ):
        if time.monotonic() > until:
            break
        time.sleep(0.5)
    return ends


def refold(
    live: Consumer[Any], view: View, names: tuple[str, str], bootstrap: str, ends: Mapping[Place, int]
) -> tuple[int, list[Event]]:
    """Fold all partitions up to `ends` into the collection and under the consumer of `names`.

    Returns how many events were folded, and those that were not because the live consumer has them parked.
    """
    limits, skips = _limits(live), skipped(live.run.db, live.name)
    total, left = 0, list[Event]()
    for places in groups(ends):
        folding = Folding(view, limits, skips)
        for event in read(bootstrap, places):
            folding.take(event)
        store(live.run.db, names, folding)
        total += folding.events
        left += folding.left()
    seal(live.run.db, names[0])
    return total, left


def groups(ends: Mapping[Place, int], most: int = AT_ONCE) -> list[dict[Place, int]]:
    """Return the partitions in groups folded at once; a stream lies in the partition of one number in every topic."""
    found: list[dict[Place, int]] = []
    for number in sorted({place[1] for place in ends}):
        mine = {place: end for place, end in ends.items() if place[1] == number and end > 0}
        if mine and found and sum(found[-1].values()) + sum(mine.values()) <= most:
            found[-1] |= mine
        elif mine:
            found.append(mine)
    return found


def read(bootstrap: str, ends: Mapping[Place, int]) -> Iterable[Event]:
    """Yield the events of some partitions from their beginning up to `ends`."""
    tail = KafkaTail(bootstrap, (), dict.fromkeys(ends, 0))
    left = dict(ends)
    try:
        while left:
            for one in tail.poll(1.0):
                place = (one.topic, one.partition)
                if one.offset < ends[place]:
                    try:
                        yield from_record(one.record)
                    except PoisonRecord:
                        log.warning("a record at %s/%d/%d is no event", *place, one.offset)
                if one.offset + 1 >= ends[place]:
                    left.pop(place, None)
    finally:
        tail.close()


def store(db: Database[Document], names: tuple[str, str], folding: Folding) -> None:
    """Insert the rows of a group of partitions and the positions they stand for."""
    collection, consumer = names
    rows = [{**row, "_id": stream} for stream, row in folding.rows.items() if row is not None]
    places = [
        {
            "_id": f"{consumer}{source}/{stream}",
            "consumer": consumer,
            "source": source,
            "stream": stream,
            "pos": position,
            "parked": 0,
            "halted": False,
        }
        for (source, stream), position in folding.positions.items()
    ]
    for name, documents in ((collection, rows), ("inbox", places)):
        target = db.get_collection(name, write_concern=QUICK)
        for start in range(0, len(documents), PAGE):
            target.insert_many(documents[start : start + PAGE], ordered=False)


def seal(db: Database[Document], collection: str) -> None:
    """Make one majority write, so that whoever counts next sees all that was written quickly."""
    db.views.update_one({"_id": f"sealed/{collection}"}, {"$currentDate": {"at": True}}, upsert=True)
    db.views.delete_one({"_id": f"sealed/{collection}"})


def _limits(live: Consumer[Any]) -> dict[Key, int]:
    waiting = live.run.db.inbox.find({"consumer": live.name, "parked": {"$gt": 0}})
    return {(row["source"], row["stream"]): row["pos"] for row in waiting}


def skipped(db: Database[Document], consumer: str) -> frozenset[tuple[Key, int]]:
    """Return the events people have left out for good: a rebuilt view leaves them out too."""
    rows = db.inbox_skipped.find({"consumer": consumer})
    return frozenset(((row["source"], row["stream"]), row["seq"]) for row in rows)
