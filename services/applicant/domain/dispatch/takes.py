"""What each event adds to the monthly tables (domain.md 5.2); events that are not named here count nowhere."""

from collections.abc import Mapping
from typing import Any

from services.applicant.domain.dispatch.facts import Draft, Row, Take, drawn
from services.applicant.domain.dispatch.months import Calendar

HEADS = ("enrolled", "attended", "examined", "passed")


def fold(row: Row | None, word: str, data: Mapping[str, Any], when: tuple[str, Calendar]) -> Row:
    """Return the row of a stream after one more event; `when` is the instant it was said, and the calendar.

    The facts of one service come in its order; each service writes measures of its own, so any interleaving of the
    three gives the same row. A woman's facts stay counted when she is erased: they name nobody then.
    """
    draft = Draft((row or {}).get("facts", {}), data, *when)
    TAKES[word](draft)
    return drawn(draft.facts, when[1])


# ---- training ------------------------------------------------------------------------------------------------------


def _class_planned(draft: Draft) -> None:
    about = {key: draft.data[key] for key in ("number", "title", "course")}
    draft.facts["class"] = {**about, "path": list(draft.data["org_path"])}


def _class_opened(draft: Draft) -> None:
    if "class" in draft.facts:
        draft.begin("class_opened", draft.data["class_id"], path=draft.facts["class"]["path"], **_named(draft))


def _class_closed(draft: Draft) -> None:
    ref, data = draft.data["class_id"], draft.data
    draft.begin("class_closed", ref, data["minutes"], **_named(draft))
    for head in HEADS:
        draft.begin(f"class_{head}", ref, data[head], **_named(draft))


def _named(draft: Draft) -> dict[str, Any]:
    """Return what a list calls the class of this stream: its number and title."""
    return {key: one for key, one in draft.facts.get("class", {}).items() if key in ("number", "title")}


def _certified(draft: Draft) -> None:
    if not draft.data["reissue"]:
        draft.begin("certified", draft.data["certificate_id"], number=draft.data["number"], title=draft.data["title"])


def _uncertified(draft: Draft) -> None:
    draft.take_back("certified", draft.data["certificate_id"])


# ---- loans: applications -------------------------------------------------------------------------------------------


def _submitted(draft: Draft) -> None:
    draft.begin("applied", draft.data["application_id"], draft.data["amount_fen"], number=draft.data["number"])


def _passed(draft: Draft) -> None:
    data = draft.data
    ref = f"{data['application_id']}-{data['desk']}"
    draft.begin(f"passed_{data['desk']}", ref, data["days"], number=_number(draft))
    draft.begin("desk_passed", ref, data["days"], number=_number(draft))
    if data["late"]:
        draft.begin("desk_late", ref, data["days"], number=_number(draft))


def _returned(draft: Draft) -> None:
    draft.begin("returned", f"{draft.data['application_id']}@{draft.said}", number=_number(draft))


def _step(measure: str) -> Take:
    def take(draft: Draft) -> None:
        draft.begin(measure, draft.data["application_id"], draft.data.get("amount_fen", 0), number=_number(draft))

    return take


def _given_up(measure: str) -> Take:
    """Take the end of an application whose event does not say where it counts: where it was handed in."""

    def take(draft: Draft) -> None:
        asked = draft.known("applied", draft.data["application_id"])
        if asked is not None:
            draft.begin(measure, asked["ref"], asked["n"], path=asked["path"], number=asked["number"])

    return take


def _number(draft: Draft) -> str:
    asked = draft.known("applied", draft.data["application_id"])
    return str(asked["number"]) if asked else ""


# ---- loans: money --------------------------------------------------------------------------------------------------


def _disbursed(draft: Draft) -> None:
    ref, number = draft.data["loan_id"], draft.data["number"]
    draft.begin("funded", ref, draft.data["amount_fen"], number=number)
    draft.begin("running", ref, draft.data["amount_fen"], number=number)
    draft.begin("jobs", ref, draft.data["jobs"], number=number)


def _repaid(draft: Draft) -> None:
    draft.begin("repaid", f"{draft.data['loan_id']}@{draft.said}", draft.data["principal_fen"])


def _overdue(draft: Draft) -> None:
    if not draft.open("overdue", draft.data["loan_id"]):
        _again(draft, "overdue", draft.data["balance_fen"])


def _cured(draft: Draft) -> None:
    draft.end("overdue", draft.data["loan_id"])


def _settled(draft: Draft) -> None:
    draft.begin("settled", draft.data["loan_id"])
    draft.end("running", draft.data["loan_id"])
    draft.end("overdue", draft.data["loan_id"])


def _subrogated(draft: Draft) -> None:
    draft.begin("subrogated", draft.data["loan_id"], draft.data["amount_fen"])
    draft.end("running", draft.data["loan_id"])
    draft.end("overdue", draft.data["loan_id"])


def _again(draft: Draft, measure: str, total: int) -> None:
    """Begin what a loan may be more than once: the earlier times keep keys of their own."""
    ref, key = draft.data["loan_id"], f"{measure}:{draft.data['loan_id']}"
    if key in draft.facts:
        before = draft.facts.pop(key)
        draft.facts[f"{key}@{before['said']}"] = before
    draft.begin(measure, ref, total)


def _booked(draft: Draft) -> None:
    """Keep the last balance of each month: a fund is booked too often to keep them all."""
    month = draft.calendar.natural(draft.data["on"])
    before = draft.known("fund", month)
    if before is not None:
        before |= {"n": draft.data["balance_fen"]}
        return
    draft.end("fund")
    draft.begin("fund", month, draft.data["balance_fen"])


# ---- applicant -----------------------------------------------------------------------------------------------------


def _recognised(draft: Draft) -> None:
    ref, number = draft.data["nomination_id"], draft.data["number"]
    draft.begin("titled", ref, number=number, title=draft.data["title"])
    draft.begin(f"titled_{draft.data['title']}", ref, number=number)


def _watched(draft: Draft) -> None:
    draft.begin("watched", f"{draft.data['nomination_id']}@{draft.said}")


def _cleared(draft: Draft) -> None:
    draft.end("watched")


def _ended(draft: Draft) -> None:
    ref = draft.data["nomination_id"]
    draft.begin("title_ended", ref)
    draft.end("titled", ref)
    draft.end(f"titled_{draft.data['title']}", ref)
    draft.end("watched")


def _reported(draft: Draft) -> None:
    """Keep the newest word on a business: how many women work there, households led, sales; shut ones count nowhere."""
    ref = draft.data["enterprise_id"]
    for measure, total in (("women", "women"), ("households", "households"), ("sales", "sales_fen")):
        for one in draft.open(measure):
            if one["ref"].startswith(ref):
                draft.end(measure, one["ref"])
        if draft.data["running"]:
            draft.begin(measure, f"{ref}@{draft.said}", draft.data[total])


TAKES: Mapping[str, Take] = {
    "class.planned": _class_planned,
    "class.opened": _class_opened,
    "class.closed": _class_closed,
    "certificate.issued": _certified,
    "certificate.revoked": _uncertified,
    "application.submitted": _submitted,
    "application.passed": _passed,
    "application.returned": _returned,
    "application.guaranteed": _step("guaranteed"),
    "application.approved": _step("approved"),
    "application.rejected": _step("rejected"),
    "application.withdrawn": _given_up("withdrawn"),
    "application.lapsed": _given_up("lapsed"),
    "loan.disbursed": _disbursed,
    "loan.repaid": _repaid,
    "loan.overdue": _overdue,
    "loan.cured": _cured,
    "loan.settled": _settled,
    "loan.subrogated": _subrogated,
    "fund.booked": _booked,
    "enterprise.recognised": _recognised,
    "enterprise.watched": _watched,
    "enterprise.cleared": _cleared,
    "enterprise.revoked": _ended,
    "enterprise.expired": _ended,
    "enterprise.reported": _reported,
}
