"""Our news in the words that were promised (shared/contracts/training.py)."""

from typing import Any

from services.training.domain.news import ClassPlanned, ClassStepped, Dropped, Enrolled, News, Seat, Waitlisted
from shared.events.outbox import Message


def to_message(news: News) -> Message:
    """Return what the others are told: a class on its own stream, a place on the woman's."""
    match news:
        case ClassPlanned():
            return _planned(news)
        case ClassStepped():
            data = {"class_id": news.class_id, "on": news.on.isoformat()}
            return Message(f"training.class.{news.step}.v1", f"class:{news.class_id}", news.class_id, data)
        case Enrolled():
            days = {"starts_on": news.starts_on.isoformat(), "ends_on": news.ends_on.isoformat()}
            return _hers("enrolled", news.seat, {"channel": news.channel, "on": news.on.isoformat(), **days})
        case Waitlisted():
            return _hers("waitlisted", news.seat, {"channel": news.channel, "on": news.on.isoformat()})
        case Dropped():
            return _hers("dropped", news.seat, {"reason": news.reason, "on": news.on.isoformat()})


def _planned(news: ClassPlanned) -> Message:
    data = {
        "class_id": news.class_id,
        "number": news.number,
        "course": news.course,
        "title": news.title,
        "org_path": list(news.path),
        "capacity": news.capacity,
        "minutes": news.minutes,
        "starts_on": news.starts_on.isoformat(),
        "ends_on": news.ends_on.isoformat(),
        "on": news.on.isoformat(),
    }
    return Message("training.class.planned.v1", f"class:{news.class_id}", news.class_id, data)


def _hers(what: str, seat: Seat, more: dict[str, Any]) -> Message:
    data = {
        "enrolment_id": seat.enrolment_id,
        "person_id": seat.person_id,
        "class_id": seat.class_id,
        "course": seat.course,
        "title": seat.title,
        **more,
    }
    return Message(f"training.enrolment.{what}.v1", seat.person_id, seat.enrolment_id, data)
