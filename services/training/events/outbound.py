"""Our news in the words that were promised (shared/contracts/training.py)."""

from datetime import UTC
from typing import Any

from services.training.domain.news import (
    Attended,
    CertificateIssued,
    CertificateNews,
    CertificateRevoked,
    ClassClosed,
    ClassNews,
    ClassPlanned,
    ClassStepped,
    Corrected,
    Dropped,
    Enrolled,
    Examined,
    IncomeAsked,
    Moved,
    News,
    Offered,
    OpinionAsked,
    PlaceNews,
    Seat,
    Waitlisted,
)
from shared.events.outbox import Message


def to_message(news: News) -> Message:
    """Return what the others are told: a class on its own stream, a place and a certificate on the woman's."""
    match news:
        case ClassPlanned() | ClassStepped() | ClassClosed():
            return _of_class(news)
        case CertificateIssued() | CertificateRevoked() | IncomeAsked():
            return _of_certificate(news)
        case _:
            return _of_place(news)


def _of_class(news: ClassNews) -> Message:
    match news:
        case ClassPlanned():
            return _planned(news)
        case ClassStepped():
            data = {"class_id": news.class_id, "on": news.on.isoformat()}
            return Message(f"training.class.{news.step}.v1", f"class:{news.class_id}", news.class_id, data)
        case ClassClosed():
            return _closed(news)


def _of_place(news: PlaceNews) -> Message:
    what, more = _said_of_place(news)
    return _hers(what, news.seat, {**more, "on": news.on.isoformat()})


def _said_of_place(news: PlaceNews) -> tuple[str, dict[str, Any]]:
    found: dict[str, Any]
    match news:
        case Enrolled():
            days = {"starts_on": news.starts_on.isoformat(), "ends_on": news.ends_on.isoformat()}
            what, found = "enrolled", {"channel": news.channel, **days}
        case Waitlisted():
            what, found = "waitlisted", {"channel": news.channel}
        case Offered():
            what, found = "offered", {"answer_by": news.answer_by.astimezone(UTC).isoformat().replace("+00:00", "Z")}
        case Dropped():
            what, found = "dropped", {"reason": news.reason}
        case Moved():
            what, found = "moved", _times(news)
        case Attended() | Examined() | Corrected() | OpinionAsked():
            what, found = _said_at_the_end(news)
    return what, found


def _said_at_the_end(news: Attended | Examined | Corrected | OpinionAsked) -> tuple[str, dict[str, Any]]:
    match news:
        case Attended():
            return "attended", {"minutes": news.minutes}
        case Examined():
            return "examined", {"passed": news.passed}
        case Corrected():
            result = {} if news.passed is None else {"passed": news.passed}
            return "corrected", {"eligible": news.eligible, "changed": news.changed, **result}
        case OpinionAsked():
            return "opinion-asked", {"until": news.until.isoformat()}


def _times(news: Moved) -> dict[str, Any]:
    days = {"was_on": news.was_on, "now_on": news.now_on, "starts_on": news.starts_on}
    return {name: day.isoformat() for name, day in days.items()} | {"begins": f"{news.begins:%H:%M}"}


def _of_certificate(news: CertificateNews) -> Message:
    match news:
        case CertificateIssued():
            return _issued(news)
        case CertificateRevoked():
            data = {"person_id": news.person_id, "reason": news.reason, "on": news.on.isoformat()}
            return _paper("revoked", news, data)
        case IncomeAsked():
            about = {"person_id": news.person_id, "course": news.course, "title": news.title}
            return _paper("income-asked", news, {**about, "months": news.months, "on": news.on.isoformat()})


def _issued(news: CertificateIssued) -> Message:
    data = {
        "number": news.number,
        "person_id": news.person_id,
        "class_id": news.class_id,
        "course": news.course,
        "title": news.title,
        "kind": news.kind,
        "org_path": list(news.path),
        "origin": news.origin,
        "reissue": news.reissue,
        "on": news.on.isoformat(),
    }
    return _paper("issued", news, data)


def _paper(what: str, news: CertificateNews, data: dict[str, Any]) -> Message:
    whole = {"certificate_id": news.certificate_id, **data}
    return Message(f"training.certificate.{what}.v1", news.person_id, news.certificate_id, whole)


def _closed(news: ClassClosed) -> Message:
    heads = news.heads
    data = {
        "class_id": news.class_id,
        "course": news.course,
        "org_path": list(news.path),
        "minutes": news.minutes,
        "enrolled": heads.enrolled,
        "attended": heads.attended,
        "examined": heads.examined,
        "passed": heads.passed,
        "certified": heads.certified,
        "on": news.on.isoformat(),
    }
    return Message("training.class.closed.v1", f"class:{news.class_id}", news.class_id, data)


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
