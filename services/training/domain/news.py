"""What has happened in training, as the rules tell it."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class ClassPlanned:
    """A class is planned, with its timetable."""

    class_id: str
    number: str
    course: str
    title: str
    path: tuple[str, ...]
    capacity: int
    minutes: int
    starts_on: date
    ends_on: date
    on: date


@dataclass(frozen=True, slots=True)
class ClassStepped:
    """A class took a step: filed, approved, opened or started."""

    class_id: str
    step: str
    on: date


@dataclass(frozen=True, slots=True)
class Seat:
    """A woman and a class, as every piece of news about her names them."""

    enrolment_id: str
    person_id: str
    class_id: str
    course: str
    title: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """She has a place."""

    seat: Seat
    channel: str
    starts_on: date
    ends_on: date
    on: date


@dataclass(frozen=True, slots=True)
class Waitlisted:
    """She waits."""

    seat: Seat
    channel: str
    on: date


@dataclass(frozen=True, slots=True)
class Offered:
    """A freed seat is hers until `answer_by`, when she says yes."""

    seat: Seat
    answer_by: datetime
    on: date


@dataclass(frozen=True, slots=True)
class Dropped:
    """She has no place, or waits, no longer; `reason` is a code."""

    seat: Seat
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class Moved:
    """A session of hers, and with a series all that follow, went to another time; `starts_on` is the class's now."""

    seat: Seat
    was_on: date
    now_on: date
    begins: time
    starts_on: date
    on: date


@dataclass(frozen=True, slots=True)
class Attended:
    """She was there long enough to be examined; minutes of class time that count."""

    seat: Seat
    minutes: int
    on: date


@dataclass(frozen=True, slots=True)
class Examined:
    """She was examined, once more when she tried again."""

    seat: Seat
    passed: bool
    on: date


@dataclass(frozen=True, slots=True)
class Corrected:
    """Her attendance or her points were put right: how she stands now, and whether what she was told was otherwise.

    `passed` is None while no try of hers counts.
    """

    seat: Seat
    eligible: bool
    passed: bool | None
    changed: bool
    on: date


@dataclass(frozen=True, slots=True)
class OpinionAsked:
    """The lessons are over; until this day she may say what they were like."""

    seat: Seat
    until: date
    on: date


@dataclass(frozen=True, slots=True)
class Heads:
    """The closing sheet of a class: persons, not person-times (domain.md §3.2)."""

    enrolled: int
    attended: int
    examined: int
    passed: int
    certified: int


@dataclass(frozen=True, slots=True)
class ClassClosed:
    """A class is over."""

    class_id: str
    course: str
    path: tuple[str, ...]
    minutes: int
    heads: Heads
    on: date


@dataclass(frozen=True, slots=True)
class CertificateIssued:
    """She holds a certificate; `path` is where it counts, `origin` is system or ledger."""

    certificate_id: str
    number: str
    person_id: str
    class_id: str | None
    course: str
    title: str
    kind: str
    path: tuple[str, ...]
    origin: str
    on: date
    reissue: bool = False


@dataclass(frozen=True, slots=True)
class CertificateRevoked:
    """It is worth nothing from this day; `reason` is a code."""

    certificate_id: str
    person_id: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class IncomeAsked:
    """So many months after her certificate she is asked what she earns."""

    certificate_id: str
    person_id: str
    course: str
    title: str
    months: int
    on: date


ClassNews = ClassPlanned | ClassStepped | ClassClosed
PlaceNews = Enrolled | Waitlisted | Offered | Dropped | Moved | Attended | Examined | Corrected | OpinionAsked
CertificateNews = CertificateIssued | CertificateRevoked | IncomeAsked
News = ClassNews | PlaceNews | CertificateNews
