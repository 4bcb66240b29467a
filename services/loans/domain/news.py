"""What has happened in loans, as the rules tell it; the fields have the names of the contracts, `place` is org_path."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ApplicationStarted:
    """A draft was begun, by her or by a village officer for her."""

    application_id: str
    person_id: str
    place: tuple[str, ...]
    channel: str
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationWithdrawn:
    """She took it back."""

    application_id: str
    person_id: str
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted:
    """She handed it in; it lies at the first desk until `due_on`. Money in fen."""

    application_id: str
    person_id: str
    place: tuple[str, ...]
    number: str
    form: str
    amount_fen: int
    term_months: int
    policy_id: str
    eligible: bool
    desk: str
    due_on: date
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationPassed:
    """One desk is done; `next` is the desk it lies at now (empty behind the last), `days` the working days it took."""

    application_id: str
    person_id: str
    place: tuple[str, ...]
    desk: str
    office: str
    next: str
    amount_fen: int
    days: int
    late: bool
    due_on: date | None
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationGuaranteed:
    """The guarantee agency stands for it under this number."""

    application_id: str
    person_id: str
    place: tuple[str, ...]
    office: str
    number: str
    amount_fen: int
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationReturned:
    """A desk waits for her: why, how many things, until when."""

    application_id: str
    person_id: str
    place: tuple[str, ...]
    desk: str
    reasons: tuple[str, ...]
    items: int
    due_on: date
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationResubmitted:
    """She gave what was missing; it goes on at the desk that waited."""

    application_id: str
    person_id: str
    desk: str
    round: int
    due_on: date
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationAppealed:
    """After a no she asked for a second look; it lies at a desk again."""

    application_id: str
    person_id: str
    desk: str
    due_on: date
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationRejected:
    """It ends at a desk; why."""

    application_id: str
    person_id: str
    place: tuple[str, ...]
    desk: str
    reasons: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationApproved:
    """The last desk said yes; without a contract it lapses on that day. Money in fen, rate in basis points."""

    application_id: str
    person_id: str
    place: tuple[str, ...]
    amount_fen: int
    term_months: int
    rate_bp: int
    lapses_on: date
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationLapsed:
    """Time ran out while it waited for her papers or for a contract."""

    application_id: str
    person_id: str
    waited_for: str
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationContracted:
    """The contract is signed."""

    application_id: str
    person_id: str
    place: tuple[str, ...]
    number: str
    amount_fen: int
    on: date


News = (
    ApplicationStarted
    | ApplicationWithdrawn
    | ApplicationSubmitted
    | ApplicationPassed
    | ApplicationGuaranteed
    | ApplicationReturned
    | ApplicationResubmitted
    | ApplicationAppealed
    | ApplicationRejected
    | ApplicationApproved
    | ApplicationLapsed
    | ApplicationContracted
)
