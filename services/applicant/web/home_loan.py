"""Her loan on her home: what she owes first, where it lies, when she pays next; in her words, not in codes."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext

from services.applicant.domain.journey import Row
from shared import money
from shared.web.i18n import word

GOING = ("in_review", "returned", "approved", "contracted")
LATE = ("overdue", "subrogation_review")
TO_WRITE = frozenset({"R03", "R08"})  # reasons that ask for words, not for a photo
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def owed(items: Sequence[Row] | None, row: Row, today: date) -> dict[str, Any] | None:
    """Return what she must do first: money that is late, papers that are missing, a contract to sign; None for nothing.

    `items` are loans' answer; without one her own row says it, without naming the papers by more than their codes.
    """
    ours = items if items is not None else _of_row(row)
    return _late(ours, today) or _papers(ours, today) or _contract(ours, row, today)


def going(items: Sequence[Row] | None, row: Row) -> Row | None:
    """Return the application that is on its way, the newest of several."""
    ours = items if items is not None else _of_row(row)
    return next((one for one in ours if one["state"] in GOING), None)


def timeline(one: Row) -> list[dict[str, Any]]:
    """Return the desks of an application as steps: those done, the one it lies at, those to come."""
    return [_step(step, one) for step in one.get("steps", ())]


def repayment(items: Sequence[Row] | None) -> dict[str, Any] | None:
    """Return when she pays next and how much, and what is left; None without a running loan or when it is late."""
    running = (one["loan"] for one in items or () if one.get("loan") and one["loan"].get("next_due_on"))
    loans = [loan for loan in running if loan["state"] not in LATE]
    if not loans:
        return None
    first = min(loans, key=lambda one: str(one["next_due_on"]))
    return {**first, "day": date.fromisoformat(first["next_due_on"])}


def _late(ours: Iterable[Row], today: date) -> dict[str, Any] | None:
    loans = [one["loan"] for one in ours if (one.get("loan") or {}).get("state") in LATE]
    if not loans:
        return None
    due = min((date.fromisoformat(one["next_due_on"]) for one in loans if one.get("next_due_on")), default=today)
    amount = next((one["next_due_fen"] for one in loans if one.get("next_due_fen")), None)
    what = gettext("要还 %(amount)s", amount=money.spoken(amount)) if amount else ""
    return {
        "title": gettext("还款日过了 %(n)s 天", n=(today - due).days),
        "note": gettext("还欠 %(amount)s", amount=money.spoken(sum(one["balance_fen"] for one in loans))),
        "until": what,
        "rows": [],
        "after": gettext("请先还到银行卡上。有难处早点说，打 12338。"),
        "href": "/loans/me",
        "act": gettext("看怎么还"),
    }


def _papers(ours: Iterable[Row], today: date) -> dict[str, Any] | None:
    one = next((one for one in ours if one["state"] == "returned"), None)
    if one is None:
        return None
    until = date.fromisoformat(one["answer_by"]) if one.get("answer_by") else None
    href = f"/loans/me/applications/{one['application_id']}"
    missing = one.get("missing") or []
    return {
        "title": gettext("还差 %(n)s 样材料", n=len(missing)) if missing else gettext("还差材料"),
        "until": _until(until, today) if until else "",
        "rows": [_row(code, href) for code in missing],
        "after": gettext("补齐后接着办，不用从头排队。"),
        "href": None if missing else href,
        "act": gettext("看差什么"),
    }


def _row(code: str, href: str) -> tuple[str, str, str, str]:
    act = gettext("去填") if code in TO_WRITE else gettext("拍照")
    return word(f"paper_missing.{code}"), word(f"paper_hint.{code}"), act, href


def _contract(ours: Iterable[Row], row: Row, today: date) -> dict[str, Any] | None:
    one = next((one for one in ours if one["state"] == "approved"), None)
    if one is None:
        return None
    known = row["facts"].get("applications", {}).get(one["application_id"], {}).get("lapses_on")
    until = one.get("due_on") or known
    return {
        "title": gettext("银行同意了，去签合同"),
        "until": _until(date.fromisoformat(until), today) if until else "",
        "rows": [],
        "after": gettext("带上身份证和银行卡，到银行签。"),
        "href": "/loans/me",
        "act": gettext("看在哪里签"),
    }


def _until(day: date, today: date) -> str:
    left = (day - today).days
    if left < 0:
        return str(gettext("%(day)s到期，已经过了", day=soon(day)))
    return str(gettext("%(day)s前交上，还有 %(n)s 天", day=soon(day), n=left))


def soon(day: date) -> str:
    """Return 12 月 4 日（星期五）, for a day that is near."""
    weekday = gettext(WEEKDAYS[day.weekday()])
    return str(gettext("%(month)s 月 %(day)s 日（%(weekday)s）", month=day.month, day=day.day, weekday=weekday))


def short(iso: str) -> str:
    """Return 11 月 5 日."""
    day = date.fromisoformat(iso)
    return str(gettext("%(month)s 月 %(day)s 日", month=day.month, day=day.day))


def _step(step: Row, one: Row) -> dict[str, Any]:
    who, days = word(f"desk.{step['desk']}"), step.get("days")
    match step["state"]:
        case "done":
            return {
                "state": "done",
                "who": who,
                "when": short(step["on"]) if step.get("on") else "",
                "what": _took(days),
            }
        case "here":
            what = gettext("正在看，已经看了 %(n)s 个工作日", n=days) if days else gettext("正在看")
            return {"state": "here", "who": who, "when": gettext("现在"), "what": what}
        case "returned":
            count = len(one.get("missing") or ())
            what = gettext(
                "等您补 %(n)s 样材料。已经看了 %(days)s 个工作日，您补的时候不算时间。", n=count, days=days or 0
            )
            return {"state": "back", "who": who, "when": gettext("现在"), "what": what}
    when = gettext("约 %(n)s 个工作日", n=days) if days else ""
    return {"state": "later", "who": who, "when": when, "what": ""}


def _took(days: int | None) -> str:
    return str(gettext("已办完，用了 %(n)s 个工作日", n=days)) if days else str(gettext("已办完"))


def _of_row(row: Row) -> list[Row]:
    """Return what her own row knows of her applications in the shape of loans' answer, the newest first."""
    found = []
    for ident, one in row["facts"].get("applications", {}).items():
        desks = [{"desk": desk, "state": "done", **done} for desk, done in _by_day(one)]
        if one.get("desk") and one["state"] in ("in_review", "returned"):
            state = "returned" if one["state"] == "returned" else "here"
            desks.append({"desk": one["desk"], "state": state, "on": None, "days": None})
        told = {"application_id": ident, "state": one["state"], "amount_fen": one.get("amount_fen"), "steps": desks}
        found.append({**told, "answer_by": one.get("due_on"), "missing": one.get("reasons", []), "on": one["on"]})
    return sorted(found, key=lambda one: str(one["on"]), reverse=True)


def _by_day(one: Row) -> list[tuple[str, Row]]:
    return sorted(one.get("desks", {}).items(), key=lambda item: str(item[1]["on"]))
