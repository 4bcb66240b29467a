"""Her enterprise on her phone: register it, change it, tell how a year went, see its title."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from services.applicant.domain.enterprise import Enterprise
from services.applicant.domain.nomination import Nomination
from services.applicant.errands import Errands
from services.applicant.usecases import UseCases
from services.applicant.web import titles_shown
from services.applicant.web.title_forms import EnterpriseForm, as_typed, details, figures, report_form
from shared.running import Runs
from shared.web.identity.gate import actor, needs, person
from shared.web.posting import FormPage, once

HOME = "/applicant/me/enterprises"


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return her pages."""
    me = Blueprint("applicant_her_enterprises", __name__, url_prefix=HOME, template_folder="templates")

    @me.get("")
    @needs("enterprise.own", "said")
    def mine() -> ResponseReturnValue:
        return render_template("applicant/her_enterprises.html", **_mine(run, errands))

    _register(me, run)
    _amend(me, run)
    _report(me, run)
    return me


def _register(me: Blueprint, run: Runs[UseCases]) -> None:
    form = FormPage(EnterpriseForm(), "applicant/her_enterprise.html", lambda: {"enterprise": None})

    @me.get("/new")
    @needs("enterprise.own")
    def ask_new() -> ResponseReturnValue:
        return form.show()

    @me.post("/new")
    @needs("enterprise.own")
    def register() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by, kept = actor(), details(values)
            run.once(once(), lambda use: use.enterprise.register(by.id, kept, by=by).id)
            return redirect(f"{HOME}?said=new", 303)

        return form.submit(work)


def _amend(me: Blueprint, run: Runs[UseCases]) -> None:
    def form(enterprise_id: str) -> FormPage:
        one = _own(run, enterprise_id)
        return FormPage(EnterpriseForm(), "applicant/her_enterprise.html", lambda: {"enterprise": one})

    @me.get("/<enterprise_id>/amendment")
    @needs("enterprise.own")
    def ask_changes(enterprise_id: str) -> ResponseReturnValue:
        page = form(enterprise_id)
        return page.show(as_typed(page.context()["enterprise"]))

    @me.post("/<enterprise_id>/amendment")
    @needs("enterprise.own")
    def amend(enterprise_id: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by, kept, version = actor(), details(values), values.get("version", 0)
            run.once(once(), lambda use: use.enterprise.amend(enterprise_id, kept, by=by, seen=version).id)
            return redirect(f"{HOME}?said=amended", 303)

        return form(enterprise_id).submit(work)


def _report(me: Blueprint, run: Runs[UseCases]) -> None:
    def form(enterprise_id: str) -> FormPage:
        one = _own(run, enterprise_id)
        today = run.ask(lambda use: use.enterprise.find.today())
        return FormPage(report_form(today), "applicant/her_report.html", lambda: {"enterprise": one})

    @me.get("/<enterprise_id>/reports")
    @needs("enterprise.own")
    def ask_year(enterprise_id: str) -> ResponseReturnValue:
        return form(enterprise_id).show()

    @me.post("/<enterprise_id>/reports")
    @needs("enterprise.own")
    def report(enterprise_id: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by, year = actor(), int(values["year"])
            run.once(once(), lambda use: use.enterprise.report(enterprise_id, year, figures(values), by=by).id)
            return redirect(f"{HOME}?said=reported", 303)

        return form(enterprise_id).submit(work)


def _own(run: Runs[UseCases], enterprise_id: str) -> Enterprise:
    by = actor()
    return run.ask(lambda use: use.enterprise.find.one(enterprise_id, by=by, action="enterprise.own"))


def _mine(run: Runs[UseCases], errands: Errands) -> dict[str, Any]:
    def ask(use: UseCases) -> dict[str, Any]:
        her = person()
        mine, today = use.enterprise.find.own(her), use.enterprise.find.today()
        titles = [_title(errands, one, use.title.find.name(one.title, one.path)) for one in use.title.find.own(her)]
        return {
            "enterprises": [_enterprise(one, today.year) for one in mine],
            "titles": titles,
            "holds": any(one["held"] for one in titles),
        }

    said = request.args.get("said", "")
    return {**run.ask(ask), "said": said if said in ("new", "amended", "reported") else ""}


def _enterprise(one: Enterprise, year: int) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.details.name,
        "facts": titles_shown.facts(one),
        "looks": titles_shown.looks(one),
        "reports": [titles_shown.report(report) for report in reversed(one.reports)],
        "owes": year - 1 if one.details.founded_on.year < year and not one.reported(year - 1) else None,
    }


def _title(errands: Errands, one: Nomination, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "chip": titles_shown.her_chip(one),
        "until": titles_shown.until(one),
        "number": one.number,
        "held": bool(one.code) and one.open,
        "code": one.code,
        "sign": Markup(errands.plaque.picture(one.code)) if one.code else "",  # noqa: S704  # drawn from our address
    }
