"""Her application as her pages tell it: papers, what a desk waits for, the road through the desks, in her words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.loans.domain.application import Application, State
from services.loans.domain.review import Outcome, Review
from services.loans.usecases import UseCases
from services.loans.web.form_pages import asked_again
from shared.web.i18n import day, word

THROUGH = frozenset({State.APPROVED, State.CONTRACTED, State.FUNDED})


def papers_of(use: UseCases, application: Application) -> list[dict[str, Any]]:
    """Return the papers that are shown of an application: kind, whether it must be there, how many there are."""
    return [
        {"kind": kind, "must": must, "n": len(given), "given": given}
        for kind, must, given in use.paper.find.wanted(application)
    ]


def asked_of_her(use: UseCases, application: Application) -> list[dict[str, Any]]:
    """Return what a desk waits for: her words, the papers that would do, pages to look at, whether it has come."""
    case = application.review
    if application.state is not State.RETURNED or case is None or case.asked is None:
        return []
    listed, still = use.paper.find.list_at(application.place), use.paper.find.still_asked(application)
    return [
        {
            "text": one.hers,
            "kinds": [kind for kind in listed.kinds if kind.code in listed.ask(one.code).papers],
            "pages": asked_again(listed.ask(one.code).pages, application.draft),
            "done": one.code not in still and bool(listed.ask(one.code).papers),
        }
        for one in use.desk.routes.reasons(application.place).named(case.asked.reasons)
    ]


def reasons_of(use: UseCases, application: Application) -> list[str]:
    """Return why it was turned down, in her words."""
    case = application.review
    if application.state is not State.REJECTED or case is None:
        return []
    last = next((one for one in reversed(case.entries) if one.finding.outcome is Outcome.REJECTED), None)
    return [one.hers for one in use.desk.routes.reasons(application.place).named(last.finding.reasons if last else ())]


def road(application: Application, today: date) -> list[dict[str, Any]]:
    """Return the timeline of her application (look §4.5): one line for each desk, a visit under its county's."""
    case = application.review
    if case is None:
        return []
    return [_line(application, case, stops, today) for stops in _desks(case, application.asked.amount_fen)]


def _desks(case: Review, amount_fen: int) -> list[list[int]]:
    found: list[list[int]] = []
    for at, step in enumerate(case.route.steps):
        if step.from_fen > amount_fen:
            continue
        if step.goes_on and found:
            found[-1].append(at)
        else:
            found.append([at])
    return found


def _line(application: Application, case: Review, stops: Sequence[int], today: date) -> dict[str, Any]:
    first, now = case.route.steps[stops[0]], next((one for one in case.stops if one.at in stops), None)
    name = word(f"her_desk.{first.desk}")
    if application.state in THROUGH or (now is None and case.where(stops[-1]) == "done"):
        passed = case.passed_at(stops[-1])
        return {
            "state": "done",
            "who": name,
            "when": _short(passed.on if passed else None),
            "what": word("her_road.done"),
        }
    if now is None or not application.open:
        about = word("约 %(n)s 个工作日", n=first.limit_workdays) if application.open else ""
        return {"state": "later", "who": name, "when": about, "what": ""}
    used = now.clock.used(today)
    if application.state is State.RETURNED and case.asked is not None and case.entries[-1].desk == first.desk:
        what = word("her_road.back", n=len(case.asked.reasons), used=used)
        return {"state": "back", "who": name, "when": word("现在"), "what": what}
    what = word("her_road.here", used=used, limit=now.clock.limit, day=day(now.entered_on))
    return {"state": "here", "who": name, "when": word("现在"), "what": what}


def _short(on: date | None) -> str:
    return word("%(month)s 月 %(day)s 日", month=on.month, day=on.day) if on else ""
