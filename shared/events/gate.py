"""The gate: apply an event exactly when it is the next of its stream, drop what was done, park the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from shared.events.envelope import Event

Key = tuple[str, str]  # (source, stream)


class Verdict(StrEnum):
    """What happens to an event that arrives."""

    APPLY = "apply"
    DROP = "drop"
    PARK = "park"


class Reason(StrEnum):
    """Why an event is parked."""

    GAP = "gap"  # an earlier one has not arrived
    BEHIND = "behind"  # an earlier one of the same stream has failed
    FAILED = "failed"  # its handler failed for good
    NEWER_VERSION = "newer_version"  # no handler here knows this version


HEADS = (Reason.FAILED, Reason.NEWER_VERSION)


@dataclass(slots=True)
class Position:
    """How far one stream has come here: last seq applied, how many wait parked, whether the next one has failed."""

    pos: int = 0
    parked: int = 0
    halted: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that waits, and why; `error` names a class and a place, never a value."""

    event: Event
    reason: Reason
    error: str = ""
    attempts: int = 0

    @property
    def key(self) -> Key:
        """Return its stream."""
        return key_of(self.event)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of some events; `ready` are streams that moved while later events of theirs wait parked."""

    applied: int = 0
    dropped: int = 0
    parked: int = 0
    ready: frozenset[Key] = field(default_factory=frozenset)

    def __add__(self, other: "Outcome") -> "Outcome":
        """Return both together."""
        return Outcome(
            self.applied + other.applied,
            self.dropped + other.dropped,
            self.parked + other.parked,
            self.ready | other.ready,
        )


def key_of(event: Event) -> Key:
    """Return the stream an event belongs to."""
    return event.source, event.stream


def judge(position: Position, event: Event) -> Verdict:
    """Return what to do with an event: accepting a jump would lose facts, dropping what comes early would too."""
    if event.seq <= position.pos:
        return Verdict.DROP
    if event.seq == position.pos + 1 and not position.halted:
        return Verdict.APPLY
    return Verdict.PARK


class Inbox(Protocol):
    """Positions and parked events of one consumer, bound to one transaction."""

    def open(self, keys: Iterable[Key]) -> dict[Key, Position]:
        """Return the position of each stream, fresh ones for streams never seen."""

    def save(self, before: Mapping[Key, Position], after: Mapping[Key, Position]) -> None:
        """Write what changed; raises Stale when somebody else has moved one of them."""

    def park(self, rows: Sequence[Parked]) -> dict[Key, int]:
        """Store events that are not parked yet; return how many were new per stream."""

    def waiting(self, key: Key, after: int, limit: int) -> list[Parked]:
        """Return parked events of a stream numbered above `after`, in order."""

    def settle(self, key: Key, up_to: int) -> int:
        """Remove parked events numbered `up_to` or lower; return how many are left."""

    def fail(self, row: Parked) -> None:
        """Store the row with one attempt more, whether it was parked before or not."""

    def clear(self, stream: str) -> None:
        """Remove what is parked of a stream, in every source, and move its positions past it."""
