"""One page over all classes of a county or city: what is due by when, this week, seats, who is at risk, rooms."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.training.domain.overview import Sort, Task
from services.training.domain.week import Planned, monday_of
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.usecases.overview import AtRisk, Overview
from services.training.web.pages_classes import TABS
from services.training.web.shapes import SHAPES
from shared.running import Runs
from shared.web.identity.gate import actor, allowed, needs

# Where a thing to do is done, for whoever may read that page; others are led to the class.
THERE = {
    Sort.CHECK: ("spot_check.read", "checks"),
    Sort.CLOSE: ("exam.read", "exam"),
    Sort.CLAIM: ("subsidy.claim", "subsidy"),
}
MOST = 30  # rows of a panel; the numbers above it count all
NAMED = 6  # women of a class whose names are shown


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the page."""
    staff = Blueprint("training_overview", __name__, url_prefix="/training", template_folder="templates")

    @staff.get("/overview")
    @needs("overview.read")
    def overview() -> ResponseReturnValue:
        by = actor()
        found = run.ask(lambda use: use.overview(by=by))
        named = _named(found.risk) if allowed("enrolment.list") else []
        return render_template("training/overview.html", **_shown(found), labels=errands.labels(named, by=by))

    return staff


def _named(risk: Sequence[AtRisk]) -> list[str]:
    return [place.person_id for one in risk[:MOST] for place, _ in one.women[:NAMED]]


def _shown(found: Overview) -> dict[str, Any]:
    tasks = [(one, (one.due_on - found.today).days, _where(one)) for one in found.tasks]
    return {
        "found": found,
        "tasks": tasks[:MOST],
        "late": sum(left < 0 for _, left, _ in tasks),
        "tabs": [(name, states[0], sum(found.counts.get(one, 0) for one in states)) for name, states in TABS[1:]],
        "all_open": sum(found.counts.get(one, 0) for one in dict(TABS)["open"]),
        "shapes": SHAPES,
        "days": _days(found),
        "sessions": len(found.week),
        "free_seats": sum(one.free for one in found.seats),
        "at_risk": sum(len(one.women) for one in found.risk),
        "most": MOST,
        "named": NAMED,
        "may_name": allowed("enrolment.list"),
        "may_book": allowed("attendance.read"),
    }


def _where(one: Task) -> str:
    if one.klass is None:
        return "/training/rotation"
    page = f"/training/classes/{one.klass.id}"
    action, noun = THERE.get(one.sort, ("", ""))
    return f"{page}/{noun}" if action and allowed(action) else page


def _days(found: Overview) -> list[dict[str, Any]]:
    monday = monday_of(found.today)
    return [_day(monday + timedelta(days=n), found.week, found.today) for n in range(7)]


def _day(on: date, week: Sequence[Planned], today: date) -> dict[str, Any]:
    there = [one for one in week if one.session.slot.on == on]
    classes: Mapping[str, str] = {one.session.class_id: one.title for one in there}
    return {"on": on, "count": len(there), "classes": list(classes.items()), "today": on == today}
