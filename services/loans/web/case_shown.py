"""A case as its page shows it: what the offices wrote, where it stands, what may be decided here and by whom."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.loans.domain.application import Application, State
from services.loans.domain.review import Entry, Fact, Finding, Outcome
from services.loans.domain.route import Step
from services.loans.web.answers import label, said
from services.loans.web.desk_facts import DAYS
from services.loans.web.desk_forms import COUNTER, EXEMPT_REASONS, HOUSEHOLD, NO_SPOT, PLACES, PROJECT, RESIDENCE
from shared import money
from shared.access import Actor
from shared.web.i18n import day, short_day, word

CODED: Mapping[str, Mapping[str, str]] = {
    "residence": dict(RESIDENCE),
    "household": dict(HOUSEHOLD),
    "project": dict(PROJECT),
    "place_kind": dict(PLACES),
    "counter": dict(COUNTER),
    "no_spot": dict(NO_SPOT),
    "name_checked": {"no": "没能核对"},
    "exempt_reason": dict(EXEMPT_REASONS),
}
CHIPS = {
    Outcome.PASSED: "done",
    Outcome.RETURNED: "stopped",
    Outcome.REJECTED: "not",
    Outcome.HANDED_BACK: "unknown",
    Outcome.RESUBMITTED: "done",
    Outcome.APPEALED: "near",
}
BEFORE = ".before"
HIDDEN = frozenset({"album", "settled", "sheet"})
VISIT = "report"


def facts(finding: Finding) -> list[tuple[str, str]]:
    """Return what an office wrote down as (name, value) in words."""
    return [(word(f"fact.{name}"), _said(name, value)) for name, value in finding.facts.items() if name not in HIDDEN]


def _said(name: str, value: Fact) -> str:
    if name in CODED and isinstance(value, str):
        return word(CODED[name].get(value, value))
    if name.endswith("_fen") and isinstance(value, int):
        return money.spoken(value)
    if name == "rate_bp" and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d}%"
    if name == "group" and isinstance(value, str):
        return word(f"group.{value}")
    if name in DAYS and isinstance(value, str):
        return day(date.fromisoformat(value))
    return "、".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


def timeline(application: Application, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what happened on the desks, then where it is, then what comes."""
    case = application.case
    done = [_entry(one, titles) for one in case.entries]
    if application.state not in (State.IN_REVIEW, State.RETURNED):
        return done
    here = "back" if application.state is State.RETURNED else "here"
    steps, amount_fen = case.route.steps, application.asked.amount_fen
    coming = [one for n, one in enumerate(steps) if case.where(n) == "later" and one.from_fen <= amount_fen]
    now = [_ahead(steps[one.at], here, titles) for one in case.stops]
    return [*done, *now, *(_ahead(step, "later", titles) for step in coming)]


def _entry(entry: Entry, titles: Mapping[str, str]) -> dict[str, Any]:
    finding = entry.finding
    who = titles.get(entry.office, word(f"desk.{entry.desk}"))
    if finding.outcome is Outcome.RESUBMITTED:
        who = word("她补交了")
    if finding.outcome is Outcome.APPEALED:
        who = word("她请求再看一次")
    return {
        "state": "done" if finding.outcome in (Outcome.PASSED, Outcome.RESUBMITTED, Outcome.APPEALED) else "back",
        "who": who,
        "act": word(f"act.{entry.act}"),
        "chip": (CHIPS[finding.outcome], word(f"outcome.{finding.outcome}")),
        "when": word("%(day)s，用 %(n)s 天，限 %(limit)s 天", day=short_day(entry.on), n=entry.days, limit=entry.limit),
        "text": finding.text,
        "facts": facts(finding) if finding.outcome is Outcome.PASSED else [],
        "reasons": finding.reasons,
        "hands": _hands(entry),
        "pictures": pictures(finding),
    }


def pictures(finding: Finding) -> list[tuple[str, str]]:
    """Return the photos of a visit as (end of the address, word), the sheet she signed last."""
    album, photos, sheet = (finding.facts.get(name) for name in ("album", "photos", "sheet"))
    if not isinstance(photos, int):
        return []
    found = [(f"{album}/{n}", word("照片 %(n)s", n=n)) for n in range(1, photos + 1)]
    return [*found, (f"{album}/{sheet}", word("她签字的纸"))] if sheet else found


def changes(application: Application) -> list[dict[str, str]]:
    """Return what she changed in her form when she last gave something in again: which answer, before, now."""
    entries = application.case.entries
    last = next((one for one in reversed(entries) if one.finding.outcome is Outcome.RESUBMITTED), None)
    if last is None:
        return []
    facts = last.finding.facts
    names = [name for name in facts if "." in name and not name.endswith(BEFORE)]
    return [
        {"what": label(name), "before": said(name, facts.get(f"{name}{BEFORE}")), "now": said(name, facts[name])}
        for name in names
    ]


def _hands(entry: Entry) -> str:
    if entry.by is None:
        return ""
    if entry.seconded is None:
        return entry.by.name
    said = "%(one)s、%(two)s 一同上门" if entry.act == VISIT else "%(one)s 经办，%(two)s 复核"
    return word(said, one=entry.by.name, two=entry.seconded.name)


def _ahead(step: Step, state: str, titles: Mapping[str, str]) -> dict[str, Any]:
    when = "" if state != "later" else word("约 %(n)s 个工作日", n=step.limit_workdays)
    return {
        "state": state,
        "who": titles.get(step.office, word(f"desk.{step.desk}")),
        "act": word("%(act)s（同时办）", act=word(f"act.{step.act}")) if step.beside else word(f"act.{step.act}"),
        "when": when if not step.goes_on else "",
        "chip": None,
    }


def offices(application: Application) -> list[str]:
    """Return the units whose titles a case page needs."""
    return [*application.place, *(step.office for step in application.case.route.steps)]


def hand_of(application: Application, by: Actor) -> str:
    """Return what the reader is at this case's desk: officer, leader, or "" when it is not his desk."""
    if application.state is not State.IN_REVIEW:
        return ""
    step = application.case.step
    roles = {post.role for post in by.posts if post.unit == step.office}
    if application.case.proposal is not None:
        return "leader" if roles.intersection(step.seconds) else ""
    return "officer" if step.officer in roles else "leader" if step.leader and step.leader in roles else ""


def panel(application: Application, me: str) -> dict[str, Any] | None:
    """Return how the vote of a panel stands: who voted, never how, until it is decided. None where none votes."""
    step = application.case.step
    if not step.seats or application.state is not State.IN_REVIEW:
        return None
    votes = application.case.stop.votes
    return {
        "seats": step.seats,
        "quorum": step.quorum,
        "least": step.seats * step.majority // 1000 + 1,
        "names": [one.by.name for one in votes],
        "mine": any(one.by.id == me for one in votes),
    }


def heading(application: Application, name: str) -> str:
    """Return 石银花，借 20 万元，3 年."""
    asked = application.asked
    years, months = divmod(asked.term_months, 12)
    term = word("%(n)s 个月", n=asked.term_months) if months else word("%(n)s 年", n=years)
    return word("%(name)s，借 %(amount)s，%(term)s", name=name, amount=money.spoken(asked.amount_fen), term=term)


def foot(application: Application) -> str:
    """Return when and under what it was judged."""
    verdict = application.verdict
    if verdict is None:
        return ""
    return word("判定于 %(day)s，用的是 %(policy)s，之后不变。", day=day(verdict.judged_on), policy=verdict.policy_id)


def items(reasons: Sequence[Any]) -> str:
    """Return what is missing in her words, numbered, for the message."""
    if len(reasons) == 1:
        return f"{reasons[0].hers}。"
    return "".join(f"{n}. {one.hers}。" for n, one in enumerate(reasons, start=1))
