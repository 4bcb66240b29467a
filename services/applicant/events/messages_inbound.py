"""Which published facts she is told of on her phone, and in which words; what is not named here is not told.

Nothing that comes from a ledger, replaces lost paper, or that she did herself a moment ago is told.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from services.applicant.domain.message import Told, spoken_day
from services.applicant.usecases import UseCases
from shared import workdays
from shared.clock import SHANGHAI
from shared.events.consumer import Handler
from shared.events.envelope import Event

Data = Mapping[str, Any]
Saying = Callable[[UseCases, Data], Told | None]
LONG = 60  # what one hole of a text may hold


def _tell(saying: Saying, use: UseCases, event: Event) -> None:
    told = saying(use, event.data)
    if told is not None:
        use.message.tell(event.data["person_id"], told, on=date.fromisoformat(event.data["on"]))


def _lesson(saying: Saying, use: UseCases, event: Event) -> None:
    """She has a place, or its days changed: she is told, and again the evening before it begins."""
    _tell(saying, use, event)
    data = event.data
    if data.get("channel") != "ledger":
        use.message.lesson.promise(data["enrolment_id"], data["person_id"], date.fromisoformat(data["starts_on"]))


def _plain(key: str) -> Saying:
    return lambda _use, _data: Told(key)


# ---- training ------------------------------------------------------------------------------------------------------


def _enrolled(_use: UseCases, data: Data) -> Told | None:
    if data["channel"] == "ledger":
        return None
    return Told.of("enrolled", **{"class": data["title"], "date": _day(data["starts_on"])})


def _offered(_use: UseCases, data: Data) -> Told | None:
    until = datetime.fromisoformat(data["answer_by"]).astimezone(SHANGHAI)
    return Told.of("seat", **{"class": data["title"], "date": spoken_day(until.date()), "time": f"{until:%H:%M}"})


def _left(_use: UseCases, data: Data) -> Told | None:
    """Nothing is said of a place left for another class: the place there is told."""
    if data["reason"] == "other_class":
        return None
    return Told.of("class_off" if data["reason"] == "class_called_off" else "dropped", **{"class": data["title"]})


def _moved(_use: UseCases, data: Data) -> Told | None:
    days = {"was": _day(data["was_on"]), "date": _day(data["now_on"]), "time": data["begins"]}
    return Told.of("moved", **{"class": data["title"], **days})


def _of_class(key: str) -> Saying:
    return lambda _use, data: Told.of(key, **{"class": data["title"]})


def _examined(_use: UseCases, data: Data) -> Told | None:
    return Told.of("passed" if data["passed"] else "not_passed", **{"class": data["title"]})


def _corrected(use: UseCases, data: Data) -> Told | None:
    if not data["changed"]:
        return None
    now = {True: "passed", False: "failed", None: "eligible"}[data.get("passed")] if data["eligible"] else "short"
    return Told.of("corrected", **{"class": data["title"], "result": _word(use, "result", now)})


def _certified(_use: UseCases, data: Data) -> Told | None:
    if data["reissue"] or data["origin"] == "ledger":
        return None
    return Told.of("certified", course=data["title"], no=data["number"])


def _opinion(_use: UseCases, data: Data) -> Told | None:
    return Told.of("opinion", **{"class": data["title"], "date": _day(data["until"])})


def _income(_use: UseCases, data: Data) -> Told | None:
    return Told.of("income", course=data["title"], n=str(data["months"]))


# ---- loans ---------------------------------------------------------------------------------------------------------


def _received(use: UseCases, data: Data) -> Told | None:
    return Told.of("received", no=data["number"], desk=_desk(use, data["desk"]), n=_workdays(data))


def _passed_on(use: UseCases, data: Data) -> Told | None:
    if not data["next"] or data["due_on"] is None or data["desk"] == "guarantee":  # then there is news of its own
        return None
    desks = {"desk": _desk(use, data["desk"]), "next": _desk(use, data["next"])}
    return None if desks["desk"] == desks["next"] else Told.of("passed_on", **desks, n=_workdays(data))


def _returned(use: UseCases, data: Data) -> Told | None:
    items = listed([_word(use, "missing", code) for code in data["reasons"]] or [_word(use, "missing", "")])
    return Told("returned", {"n": str(data["items"]), "items": items, "date": _day(data["due_on"])})


def _at_desk(key: str) -> Saying:
    return lambda use, data: Told.of(key, desk=_desk(use, data["desk"]), n=_workdays(data))


def _approved(_use: UseCases, data: Data) -> Told | None:
    return Told.of("approved", date=_day(data["lapses_on"]))


def _lapsed(_use: UseCases, data: Data) -> Told | None:
    return Told(f"lapsed_{data['waited_for']}")


def _due_soon(_use: UseCases, data: Data) -> Told | None:
    return Told.of("matures_soon" if data["last"] else "repay_soon", date=_day(data["due_on"]))


def _dated(key: str, day: str) -> Saying:
    return lambda _use, data: Told.of(key, date=_day(data[day]))


def _funded(_use: UseCases, data: Data) -> Told | None:
    return None if data["origin"] == "ledger" else Told.of("funded", date=_day(data["first_due_on"]))


def _overdue(_use: UseCases, data: Data) -> Told | None:
    return Told.of("overdue", date=_day(data["due_on"]))


# ---- titles --------------------------------------------------------------------------------------------------------


def _title(key: str, day: str = "") -> Saying:
    def say(use: UseCases, data: Data) -> Told | None:
        if data.get("origin") == "ledger":
            return None
        words = {"date": _day(data[day], year=day == "valid_until")} if day else {}
        return Told.of(key, title=use.title.find.name(data["title"], data["org_path"]), **words)

    return say


def listed(words: list[str]) -> str:
    """Return what is missing as the beginning of a sentence; what does not fit is on her page."""
    kept: list[str] = []
    rest = list(words)
    while rest and len("、".join([*kept, rest[0]])) < LONG - 2:
        kept.append(rest.pop(0))
    return "、".join(kept) + ("等" if rest else "") + "。"


def _day(text: str, *, year: bool = False) -> str:
    day = date.fromisoformat(text)
    return f"{day.year} 年 {spoken_day(day)}" if year else spoken_day(day)


def _workdays(data: Data) -> str:
    return str(max(1, workdays.between(date.fromisoformat(data["on"]), date.fromisoformat(data["due_on"]))))


def _desk(use: UseCases, code: str) -> str:
    return _word(use, "desk", code)


def _word(use: UseCases, kind: str, code: str) -> str:
    words = use.message.tell.words(kind)
    return words.get(code, words["other"])


SAYINGS: Mapping[str, Saying] = {
    "training.enrolment.enrolled.v1": _enrolled,
    "training.enrolment.waitlisted.v1": _of_class("waitlisted"),
    "training.enrolment.offered.v1": _offered,
    "training.enrolment.dropped.v1": _left,
    "training.enrolment.moved.v1": _moved,
    "training.enrolment.attended.v1": _of_class("attended"),
    "training.enrolment.examined.v1": _examined,
    "training.enrolment.corrected.v1": _corrected,
    "training.enrolment.opinion-asked.v1": _opinion,
    "training.certificate.issued.v1": _certified,
    "training.certificate.revoked.v1": _plain("certificate_revoked"),
    "training.certificate.income-asked.v1": _income,
    "loans.application.submitted.v1": _received,
    "loans.application.passed.v1": _passed_on,
    "loans.application.guaranteed.v1": _plain("guaranteed"),
    "loans.application.returned.v1": _returned,
    "loans.application.resubmitted.v1": _at_desk("resubmitted"),
    "loans.application.appealed.v1": _at_desk("appealed"),
    "loans.application.rejected.v1": _plain("rejected"),
    "loans.application.approved.v1": _approved,
    "loans.application.lapsed.v1": _lapsed,
    "loans.application.contracted.v1": _plain("contracted"),
    "loans.loan.disbursed.v1": _funded,
    "loans.loan.due-soon.v1": _due_soon,
    "loans.loan.extended.v1": _dated("extended", "matures_on"),
    "loans.loan.called.v1": _dated("called", "due_on"),
    "loans.loan.overdue.v1": _overdue,
    "loans.loan.cured.v1": _plain("cured"),
    "loans.loan.settled.v1": _plain("settled"),
    "loans.loan.subrogated.v1": _plain("subrogated"),
    "applicant.enterprise.nominated.v1": _title("nominated"),
    "applicant.enterprise.refused.v1": _title("title_refused"),
    "applicant.enterprise.noticed.v1": _title("noticed", "until"),
    "applicant.enterprise.recognised.v1": _title("recognised", "valid_until"),
    "applicant.enterprise.watched.v1": _title("watched", "until"),
    "applicant.enterprise.cleared.v1": _title("cleared"),
    "applicant.enterprise.revoked.v1": _title("revoked"),
    "applicant.enterprise.expired.v1": _title("expired"),
}
HANDLERS: dict[str, Handler[UseCases]] = {
    **{name: partial(_tell, saying) for name, saying in SAYINGS.items()},
    "training.enrolment.enrolled.v1": partial(_lesson, _enrolled),
    "training.enrolment.moved.v1": partial(_lesson, _moved),
}
