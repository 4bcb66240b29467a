"""An officer's work list: one fragment from each service, each with its own count, each failing alone."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from services.applicant.domain.journey import NOW, Stage
from services.applicant.usecases import UseCases
from services.applicant.usecases.dispatch.due import Due
from services.applicant.web.pages_journey import address_of_list, period
from services.applicant.web.pages_titles import titles_waiting
from shared.running import Runs
from shared.web.i18n import word
from shared.web.identity.gate import actor, allowed, needs
from shared.web.rail import WORK, Count, counted

FEW = 10


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page, applicant's own fragment and its numbers for the menu."""
    work = Blueprint("applicant_work", __name__, url_prefix="/applicant", template_folder="templates")

    @work.get("/my-work")
    @needs("work.read")
    def page() -> ResponseReturnValue:
        who = actor().roles
        return render_template("applicant/my_work.html", others={name for name in WORK if who & WORK[name]})

    @work.get("/my-work/part")
    @needs("work.read")
    def part() -> ResponseReturnValue:
        whole = "HX-Request" not in request.headers
        work_of = {"waiting": titles_waiting(run), "due": _due(run)}
        return render_template("applicant/my_work_part.html", whole=whole, **work_of, **_newcomers(run))

    @work.get("/my-work/counts")
    @needs("work.read")
    def counts() -> ResponseReturnValue:
        titles = Count(sum(one["count"] for one in titles_waiting(run) or ()))
        return counted({"/applicant/titles": titles, "/applicant/dispatch": Count(len(_due(run)))})

    return work


def _due(run: Runs[UseCases]) -> list[dict[str, Any]]:
    """Return what the dispatch waits for from this officer, what is due first."""
    by = actor()
    return [_line(one) for one in run.ask(lambda use: use.dispatch.due(by=by))]


def _line(one: Due) -> dict[str, Any]:
    """Return one thing to do with where it is done."""
    if one.slug == "confirm":
        text = gettext("年任务等您定：%(what)s", what=word(f"indicator.{one.what}"))
        return {"text": text, "href": f"/applicant/dispatch/targets/{one.year}/{one.what}", "on": None}
    href = f"/applicant/dispatch/{'reports' if one.slug == 'report' else 'months'}/{one.what}"
    text = gettext("报 %(when)s的数", when=period(one.what)) if one.slug == "report" else ""
    return {"text": text or gettext("锁定 %(when)s", when=period(one.what)), "href": href, "on": one.on}


def _newcomers(run: Runs[UseCases]) -> dict[str, Any]:
    """Return who was registered last in the officer's units, and how many this month; nothing for other offices."""
    if not allowed("person.list"):
        return {"unit": None}

    def ask(use: UseCases) -> dict[str, Any]:
        now = use.journey.funnel(None, NOW, by=actor())
        month = f"{now.today:%Y-%m}"
        count = use.journey.funnel(None, month, by=actor()).whole.counts[Stage.REGISTERED]
        page = use.person.find.in_scope(None, None, FEW, by=actor())
        href = address_of_list(now.whole.unit.id, Stage.REGISTERED, month)
        labels = use.person.labels([one.id for one in page.persons], by=actor())
        return {"unit": now.whole.unit, "count": count, "persons": page.persons, "labels": labels, "href": href}

    return run.ask(ask)
