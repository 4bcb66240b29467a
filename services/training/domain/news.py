"""What has happened in training, as the rules tell it."""

from dataclasses import dataclass
from datetime import date


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
    """A class took a step: filed, approved or opened."""

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
class Dropped:
    """She has no place, or waits, no longer; `reason` is a code."""

    seat: Seat
    reason: str
    on: date


News = ClassPlanned | ClassStepped | Enrolled | Waitlisted | Dropped
