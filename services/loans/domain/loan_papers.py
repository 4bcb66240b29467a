"""What is written down beside a loan's account: a wish for more time, a call, the bank's demand, a notice of loss."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Wish:
    """An extension asked for: by whom; the guarantor's consent on paper and the agency's hand; why it was refused."""

    asked_on: date
    asked_by: str
    months: int
    consent_on: date | None = None
    consent_document: str = ""
    agreed_by: str | None = None
    refused: str = ""
    done_on: date | None = None

    @property
    def open(self) -> bool:
        """Tell whether somebody has still to answer it."""
        return not self.refused and self.done_on is None


class CallReason(StrEnum):
    """Why a loan is called in before its day (domain.md §2.2 no. 26)."""

    MISUSE = "misuse"
    FALSE_PAPERS = "false_papers"


@dataclass(frozen=True, slots=True)
class Call:
    """A loan called in: why, by when all is due; two hands; the subsidy that goes back to the treasury, in fen."""

    reason: CallReason
    due_on: date
    prepared_by: str
    prepared_on: date
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    clawback_fen: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """The bank's demand on the fund: when, who; who prepared the payment; what was paid and has come back, in fen.

    `loss_fen` is the whole that the bank was owed, `shares` who bears which part of it, `paid_fen` the fund's part;
    `recovered_fen` is what came back of the whole, and belongs to all who bear it.
    """

    demanded_on: date
    demanded_by: str
    prepared_by: str | None = None
    paid_on: date | None = None
    paid_by: str | None = None
    paid_fen: int = 0
    recovered_fen: int = 0
    loss_fen: int = 0
    shares: tuple[tuple[str, int], ...] = ()


class LossReason(StrEnum):
    """Why nothing more will come back."""

    DEATH = "death"
    DISABLED = "disabled"
    MISSING = "missing"
    DISASTER = "disaster"
    COURT_ENDED = "court_ended"


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said to a notice: for or against, under which number the letter or call is filed."""

    on: date
    by: str
    against: bool
    document: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A write-off posted for all to see: why, from when until when; what was said to it; who approved it."""

    reason: LossReason
    posted_on: date
    until: date
    posted_by: str
    comments: tuple[Comment, ...] = ()
    approved_by: str | None = None


class Use(StrEnum):
    """Where the money went, as somebody saw on the spot."""

    AS_AGREED = "as_agreed"
    PARTLY = "partly"
    MISUSED = "misused"


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit after the money went out (domain.md §2.7): when, by whom; where the money went, whether she trades."""

    on: date
    by: str
    use: Use
    trading: bool


class Waits(StrEnum):
    """For which hand a loan waits: the agency's, the bank's leader's, a leader's, the treasury's."""

    CONSENT = "extension_consent"
    EXTENSION = "extension"
    CALL = "call"
    WRITE_OFF = "write_off"
