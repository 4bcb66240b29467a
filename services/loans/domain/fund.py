"""A county's guarantee fund: a ledger of entries, and the head-room they leave for new guarantees (domain.md §1.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.loans.domain.money_news import FundBooked
from shared.errors import Refused


class Kind(StrEnum):
    """What an entry books."""

    TOP_UP = "top_up"
    RESERVE = "reserve"
    RELEASE = "release"
    USE = "use"
    FREE = "free"
    PAYOUT = "payout"
    RECOVERED = "recovered"
    CARRIED = "carried"
    OPENING = "opening"


# (balance, outstanding, reserved): what one fen of an entry does to the three sums
EFFECTS: Mapping[Kind, tuple[int, int, int]] = {
    Kind.TOP_UP: (1, 0, 0),
    Kind.RESERVE: (0, 0, 1),
    Kind.RELEASE: (0, 0, -1),
    Kind.USE: (0, 1, -1),
    Kind.FREE: (0, -1, 0),
    Kind.PAYOUT: (-1, 0, 0),
    Kind.RECOVERED: (1, 0, 0),
    Kind.CARRIED: (0, 1, 0),
    Kind.OPENING: (1, 0, 0),
}


@dataclass(frozen=True, slots=True)
class Sums:
    """The fund's money, what its guarantees stand for, and what is promised to applications; in fen."""

    balance_fen: int = 0
    outstanding_fen: int = 0
    reserved_fen: int = 0

    def after(self, kind: Kind, amount_fen: int) -> "Sums":
        """Return the sums one entry later."""
        balance, outstanding, reserved = EFFECTS[kind]
        return Sums(
            self.balance_fen + balance * amount_fen,
            self.outstanding_fen + outstanding * amount_fen,
            self.reserved_fen + reserved * amount_fen,
        )

    def room(self, multiple: int) -> int:
        """Return the head-room in fen; below zero after a payout, until the fund is topped up."""
        return multiple * self.balance_fen - self.outstanding_fen - self.reserved_fen

    @property
    def whole(self) -> bool:
        """Tell whether no sum is below zero."""
        return min(self.balance_fen, self.outstanding_fen, self.reserved_fen) >= 0


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is booked: the application or loan, or the document of a top-up; who, on which day."""

    on: date
    by: str
    application_id: str | None = None
    loan_id: str | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger; `n` numbers a fund's lines from 1 without gaps, `sums` stand after it."""

    n: int
    kind: Kind
    amount_fen: int
    cause: Cause
    sums: Sums


@dataclass(slots=True)
class Fund:
    """A county's fund; `id` is its federation's unit, `path` the units it lies in, root first."""

    id: str
    path: tuple[str, ...]
    multiple: int
    sums: Sums = field(default_factory=Sums)
    last: int = 0
    entries: list[Entry] = field(default_factory=list)
    news: list[FundBooked] = field(default_factory=list)

    @property
    def free_fen(self) -> int:
        """Return the head-room."""
        return self.sums.room(self.multiple)

    def reserve(self, amount_fen: int, cause: Cause) -> None:
        """Promise head-room; raises Refused("no_headroom") with what is missing."""
        if amount_fen > self.free_fen:
            raise Refused("no_headroom", missing_fen=amount_fen - self.free_fen, free_fen=self.free_fen)
        self.book(Kind.RESERVE, amount_fen, cause)

    def pay(self, amount_fen: int, principal_fen: int, cause: Cause) -> None:
        """Pay the bank in her place: money goes, and the guarantee with it; raises Refused("fund_short")."""
        if amount_fen > self.sums.balance_fen:
            raise Refused("fund_short", missing_fen=amount_fen - self.sums.balance_fen)
        self.book(Kind.PAYOUT, amount_fen, cause)
        self.book(Kind.FREE, principal_fen, cause)

    def book(self, kind: Kind, amount_fen: int, cause: Cause) -> None:
        """Write one entry; raises ValueError for what would bring a sum below zero: no rule lets that happen."""
        if amount_fen <= 0:
            return
        after = self.sums.after(kind, amount_fen)
        if not after.whole:
            raise ValueError(f"{kind} of {amount_fen} fen does not fit fund {self.id}")
        self.last += 1
        self.sums = after
        self.entries.append(Entry(self.last, kind, amount_fen, cause, after))
        told = (after.balance_fen, after.outstanding_fen, after.reserved_fen)
        self.news[:] = [FundBooked(self.id, self.path, *told, self.multiple, cause.on)]


def fold(entries: Iterable[tuple[Kind, int]]) -> Sums:
    """Return the sums that a ledger adds up to."""
    sums = Sums()
    for kind, amount_fen in entries:
        sums = sums.after(kind, amount_fen)
    return sums


@dataclass(frozen=True, slots=True)
class Reservation:
    """Head-room promised to one application under a guarantee number, until it is used or released.

    `bank_id` is the bank that is to lend it, empty where the county has none here.
    """

    application_id: str
    fund_id: str
    number: str
    amount_fen: int
    state: str = "held"
    bank_id: str = ""


@dataclass(frozen=True, slots=True)
class HeadRoomView:
    """What the guarantee desk sees before it decides; in fen, `free_fen` below zero when the fund is too small."""

    fund_id: str
    balance_fen: int
    multiple: int
    outstanding_fen: int
    reserved_fen: int
    free_fen: int
