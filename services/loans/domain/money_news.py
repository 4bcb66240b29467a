"""What has happened to a fund or a loan, as the rules tell it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FundBooked:
    """A county's fund after its bookings of one transaction, in fen."""

    fund_id: str
    path: tuple[str, ...]
    balance_fen: int
    outstanding_fen: int
    reserved_fen: int
    multiple: int
    on: date


@dataclass(frozen=True, slots=True)
class About:
    """Which loan, whose, where it counts, on which day."""

    loan_id: str
    person_id: str
    path: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class LoanDisbursed:
    """The money is on her account."""

    about: About
    application_id: str | None
    number: str
    amount_fen: int
    term_months: int
    rate_bp: int
    jobs: int
    first_due_on: date
    matures_on: date
    origin: str


@dataclass(frozen=True, slots=True)
class LoanRepaid:
    """A repayment was booked; what is left of the principal."""

    about: About
    principal_fen: int
    interest_fen: int
    balance_fen: int


@dataclass(frozen=True, slots=True)
class LoanOverdue:
    """A due date has passed without the money."""

    about: About
    due_on: date
    due_fen: int
    balance_fen: int


@dataclass(frozen=True, slots=True)
class LoanCured:
    """What was overdue has been paid."""

    about: About
    balance_fen: int


@dataclass(frozen=True, slots=True)
class LoanSettled:
    """Nothing is owed any more."""

    about: About
    had_overdue: bool


@dataclass(frozen=True, slots=True)
class LoanSubrogated:
    """The guarantee agency paid the bank in her place."""

    about: About
    amount_fen: int


@dataclass(frozen=True, slots=True)
class LoanExtended:
    """Its maturity was moved back."""

    about: About
    matures_on: date
    balance_fen: int


@dataclass(frozen=True, slots=True)
class LoanCalled:
    """It was called in; what was subsidised goes back."""

    about: About
    reason: str
    due_on: date
    balance_fen: int
    clawback_fen: int


@dataclass(frozen=True, slots=True)
class LoanWrittenOff:
    """Nothing more is expected of it; what was lost."""

    about: About
    lost_fen: int
    reason: str


@dataclass(frozen=True, slots=True)
class LoanDueSoon:
    """Money is due some days from now; `last` when it is the maturity."""

    about: About
    due_on: date
    days: int
    due_fen: int
    last: bool


LoanNews = (
    LoanDisbursed
    | LoanRepaid
    | LoanOverdue
    | LoanCured
    | LoanSettled
    | LoanSubrogated
    | LoanExtended
    | LoanCalled
    | LoanWrittenOff
    | LoanDueSoon
)
