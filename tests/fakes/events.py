"""Outbox, inbox and leases in memory, held to the same contracts as MongoDB's."""

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from shared.errors import Stale
from shared.events.envelope import Event
from shared.events.gate import Key, Parked, Position
from shared.events.lease import shards
from shared.events.outbox import shard_of
from shared.trace import Trace

TRACE = Trace("", "c" * 32, "")
SOME_DAY = datetime(2026, 11, 23, tzinfo=UTC)


def an_event(stream: str = "w1", seq: int = 1, **changes: Any) -> Event:
    """Return an event of a test."""
    ident = f"{abs(hash((stream, seq))) % 16**12:012x}".rjust(32, "0")
    event = Event(ident, "loans.test.said.v1", "/loans", stream, seq, stream, SOME_DAY, {"n": seq}, TRACE)
    return replace(event, **changes)


@dataclass
class MemoryOutbox:
    """The archive as a list."""

    rows: list[Event] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)

    def emit(self, stream: str) -> Event:
        """Add the next event of a stream."""
        event = an_event(stream, 1 + sum(row.stream == stream for row in self.rows))
        self.rows.append(event)
        return event

    def unsent(self, shards: Iterable[int], limit: int, resting: Sequence[str] = ()) -> list[Event]:
        """Return events that wait, each stream in order."""
        held = set(shards)
        waiting = [row for row in self.rows if row.id not in self.sent and row.stream not in resting]
        waiting = [row for row in waiting if shard_of(row.stream) in held]
        return sorted(waiting, key=lambda row: (shard_of(row.stream), row.stream, row.seq))[:limit]

    def mark_sent(self, ids: Sequence[str]) -> None:
        """Note what was acknowledged."""
        self.sent |= set(ids)


class AllShards:
    """Leases that are always ours: a zombie believes so too."""

    def hold(self) -> tuple[str, ...]:
        """Return every shard."""
        return shards()

    def held(self) -> tuple[str, ...]:
        """Return every shard."""
        return shards()

    def due(self, share: float = 1 / 3) -> bool:
        """Never due."""
        return False

    def release(self) -> None:
        """Keep them."""


@dataclass
class MemoryInbox:
    """Positions and parked events as dictionaries."""

    positions: dict[Key, Position] = field(default_factory=dict)
    rows: dict[tuple[Key, int], Parked] = field(default_factory=dict)

    def open(self, keys: Iterable[Key]) -> dict[Key, Position]:
        """Return the position of each stream."""
        return {key: replace(self.positions.get(key, Position())) for key in keys}

    def save(self, before: Mapping[Key, Position], after: Mapping[Key, Position]) -> None:
        """Write what changed."""
        for key in after:
            if after[key] != before[key]:
                if self.positions.get(key, Position()) != before[key]:
                    raise Stale("position_moved")
                self.positions[key] = replace(after[key], known=True)

    def park(self, rows: Sequence[Parked]) -> dict[Key, int]:
        """Store what is not parked yet."""
        new: dict[Key, int] = {}
        for row in rows:
            if (row.key, row.event.seq) not in self.rows:
                self.rows[row.key, row.event.seq] = row
                new[row.key] = new.get(row.key, 0) + 1
        return new

    def waiting(self, key: Key, after: int, limit: int) -> list[Parked]:
        """Return parked events of a stream in order."""
        return [row for (k, seq), row in sorted(self.rows.items(), key=lambda i: i[0][1]) if k == key and seq > after][
            :limit
        ]

    def settle(self, key: Key, up_to: int) -> int:
        """Remove what lies at or below `up_to`."""
        self.rows = {at: row for at, row in self.rows.items() if at[0] != key or at[1] > up_to}
        return sum(at[0] == key for at in self.rows)

    def fail(self, row: Parked) -> None:
        """Store it with one attempt more."""
        before = self.rows.get((row.key, row.event.seq))
        self.rows[row.key, row.event.seq] = replace(row, attempts=1 + (before.attempts if before else 0))

    def clear(self, stream: str) -> None:
        """Forget what is parked of a stream."""
        for key, seq in [at for at in self.rows if at[0][1] == stream]:
            del self.rows[key, seq]
            place = self.positions.setdefault(key, Position(known=True))
            self.positions[key] = replace(place, pos=max(place.pos, seq), parked=0, halted=False)


@dataclass
class MemoryUnit:
    """Transactions in memory: all of it or nothing, on an inbox and the effects so far."""

    inbox: MemoryInbox = field(default_factory=MemoryInbox)
    heard: dict[str, list[int]] = field(default_factory=dict)

    def __call__(self, work: Callable[[MemoryInbox, dict[str, list[int]]], Any], /) -> Any:
        """Run the work on a copy and keep the copy when it comes back."""
        inbox, heard = copy.deepcopy(self.inbox), copy.deepcopy(self.heard)
        result = work(inbox, heard)
        self.inbox, self.heard = inbox, heard
        return result
