"""A ledger brought in as a workbook: its road from upload to booking, and the two signatures in between."""

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.access import Actor
from shared.errors import Conflict, Refused
from shared.ledger.row import Outcome, Row, Sum, Verdict, totals
from shared.machine import move
from shared.xlsx.hidden import ALL_SEEN, Unseen


class Mode(StrEnum):
    """Look first; book the good rows; book all rows or none."""

    PREVIEW = "preview"
    PARTIAL = "partial"
    ALL = "all"


class State(StrEnum):
    """Where a ledger stands."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    SIGNED = "signed"
    BOOKING = "booking"
    BOOKED = "booked"
    DISCARDED = "discarded"


class Action(StrEnum):
    """What may happen to a ledger."""

    CHECK = "check"
    JUDGE = "judge"
    SIGN = "sign"
    COUNTERSIGN = "countersign"
    HAND_BACK = "hand_back"
    FINISH = "finish"
    DISCARD = "discard"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.UPLOADED, Action.CHECK): State.CHECKING,
    (State.CHECKING, Action.CHECK): State.CHECKING,
    (State.CHECKING, Action.JUDGE): State.CHECKED,
    (State.CHECKED, Action.SIGN): State.SIGNED,
    (State.SIGNED, Action.COUNTERSIGN): State.BOOKING,
    (State.SIGNED, Action.HAND_BACK): State.CHECKED,
    (State.BOOKING, Action.FINISH): State.BOOKED,
    (State.UPLOADED, Action.DISCARD): State.DISCARDED,
    (State.CHECKING, Action.DISCARD): State.DISCARDED,
    (State.CHECKED, Action.DISCARD): State.DISCARDED,
    (State.SIGNED, Action.DISCARD): State.DISCARDED,
}
ENDED = frozenset({State.BOOKED, State.DISCARDED})
AT_WORK = frozenset({State.UPLOADED, State.CHECKING, State.BOOKING})


@dataclass(frozen=True, slots=True)
class Source:
    """Where a ledger came from: its kind, the county it is of (unit ids, root first), who brought which file, when.

    `columns` tells for each field its column letters and its heading on that sheet.
    """

    kind: str
    path: tuple[str, ...]
    division: str
    by: Actor
    at: datetime
    sha256: str
    columns: Mapping[str, tuple[str, str]]
    unseen: Unseen = ALL_SEEN


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody who stands for the totals; `name` is kept sealed, the account id in the clear."""

    by: str
    name: str
    post: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """What the check found: sums of what would be booked, sums of what the system has, a digest of every row."""

    totals: tuple[Sum, ...] = ()
    before: tuple[Sum, ...] = ()
    digest: str = ""


@dataclass(slots=True)
class Intake:
    """One ledger. `done` of `total` rows need nothing more; `leave_out` = wrong rows stay outside, as was signed."""

    id: str
    source: Source
    mode: Mode
    total: int
    state: State = State.UPLOADED
    done: int = 0
    counts: dict[str, int] = dataclasses.field(default_factory=dict)
    found: Found = dataclasses.field(default_factory=Found)
    signatures: tuple[Signature, ...] = ()
    leave_out: bool = False
    after: tuple[Sum, ...] = ()
    booked: tuple[Sum, ...] = ()
    finished_at: datetime | None = None
    file_kept: bool = True
    version: int = 0

    @property
    def to_book(self) -> int:
        """Return how many rows the signatures are for."""
        return sum(one.count for one in self.found.totals)

    @property
    def wrong(self) -> int:
        """Return how many rows are errors."""
        return self.counts.get(Verdict.ERROR.value, 0)

    def start(self) -> None:
        """Begin to check, or begin again where an earlier run was cut off."""
        self.state = move(MOVES, self.state, Action.CHECK)

    def judge(self, rows: Sequence[Row], before: Iterable[Sum]) -> None:
        """Note what was found of every row; `before` is what the system has at this moment."""
        self.state = move(MOVES, self.state, Action.JUDGE)
        entries = [row.entry for row in rows if row.bookable and row.entry is not None]
        self.found = Found(totals(entries), tuple(before), digest(rows))
        self.counts = counted(rows)
        self.done = sum(not row.bookable for row in rows)

    def sign(self, signature: Signature, *, leave_out: bool) -> None:
        """Stand for the totals as their maker; `leave_out` accepts that wrong rows stay outside.

        Raises Conflict outside its state, Refused("ledger_empty") and Refused("ledger_has_errors", n=…).
        """
        after = move(MOVES, self.state, Action.SIGN)
        if not self.to_book:
            raise Refused("ledger_empty")
        if self.wrong and (self.mode is Mode.ALL or not leave_out):
            raise Refused("ledger_has_errors", n=self.wrong)
        self.state, self.leave_out, self.signatures = after, leave_out, (signature,)

    def countersign(self, signature: Signature) -> None:
        """Stand for the totals as the second person; raises Refused("ledger_same_hand") for the first one."""
        after = move(MOVES, self.state, Action.COUNTERSIGN)
        if signature.by in {one.by for one in self.signatures}:
            raise Refused("ledger_same_hand")
        self.state, self.signatures = after, (*self.signatures, signature)

    def hand_back(self) -> None:
        """Undo the first signature: the second person does not stand for the totals."""
        self.state, self.signatures = move(MOVES, self.state, Action.HAND_BACK), ()

    def discard(self) -> None:
        """Give it up before anything was booked."""
        self.state = move(MOVES, self.state, Action.DISCARD)

    def finish(self, rows: Sequence[Row], after: Iterable[Sum], now: datetime) -> None:
        """End, with what every row came to and what the system has now; raises Conflict while rows are open."""
        if any(row.bookable for row in rows):
            raise Conflict("ledger_rows_open")
        self.state, self.finished_at, self.done = move(MOVES, self.state, Action.FINISH), now, self.total
        self.counts, self.after = counted(rows), tuple(after)
        self.booked = totals(row.entry for row in rows if row.outcome is Outcome.BOOKED and row.entry is not None)


def counted(rows: Iterable[Row]) -> dict[str, int]:
    """Return how many rows have which verdict and which outcome."""
    words = Counter(word for row in rows for word in (row.verdict.value, row.outcome.value) if word)
    return dict(words)


def digest(rows: Iterable[Row]) -> str:
    """Return one hash over what would be booked: two people who see the same one sign the same thing."""
    said = [
        [row.entry.key, dict(row.entry.facts), dict(row.entry.values)]
        for row in rows
        if row.bookable and row.entry is not None
    ]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
