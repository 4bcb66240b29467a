"""Officers and the enterprises of their place: the list, one of them, a visit written down, a nomination."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.applicant.domain.enterprise import Enterprise
from services.applicant.usecases import UseCases
from services.applicant.usecases.title.nominate import Wish
from services.applicant.web import titles_shown
from services.applicant.web.pages_persons import address as person_address
from services.applicant.web.title_forms import (
    NONE,
    EnterpriseForm,
    as_typed,
    details,
    figures,
    nomination_form,
    report_form,
)
from shared.errors import Malformed
from shared.ids import is_id
from shared.running import Runs
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once

HOME = "/applicant/enterprises"
PAGE = 50


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the officers' pages."""
    staff = Blueprint("applicant_enterprises", __name__, url_prefix="/applicant", template_folder="templates")
    _list(staff, run)
    _one(staff, run)
    _visit(staff, run)
    _amend(staff, run)
    _register(staff, run)
    _nominate(staff, run)
    return staff


def _list(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/enterprises")
    @needs("enterprise.read", "after")
    def listed() -> ResponseReturnValue:
        after, by = asked_after(), actor()

        def ask(use: UseCases) -> dict[str, Any]:
            found = use.enterprise.find.listed(by=by, after=after, limit=PAGE + 1)
            labels = use.person.labels([one.person_id for one in found], by=by)
            return {"rows": found[:PAGE], "labels": labels, "more": len(found) > PAGE}

        found = run.ask(ask)
        following = f"?after={found['rows'][-1].id}" if found["more"] else None
        return render_template(
            "applicant/enterprises.html",
            **found,
            next=following,
            first=HOME if after else None,
            looks=titles_shown.looks,
        )


def _one(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/enterprises/<enterprise_id>")
    @needs("enterprise.read", "said")
    def one(enterprise_id: str) -> ResponseReturnValue:
        return render_template("applicant/enterprise.html", **_shown(run, enterprise_id), said=_said())


def _visit(staff: Blueprint, run: Runs[UseCases]) -> None:
    def form(enterprise_id: str) -> FormPage:
        found = _shown(run, enterprise_id, "enterprise.visit")
        today = run.ask(lambda use: use.enterprise.find.today())
        return FormPage(report_form(today), "applicant/enterprise_visit.html", lambda: found)

    @staff.get("/enterprises/<enterprise_id>/visits")
    @needs("enterprise.visit")
    def ask_visit(enterprise_id: str) -> ResponseReturnValue:
        return form(enterprise_id).show()

    @staff.post("/enterprises/<enterprise_id>/visits")
    @needs("enterprise.visit")
    def visit(enterprise_id: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by, year = actor(), int(values["year"])
            run.once(once(), lambda use: use.enterprise.report(enterprise_id, year, figures(values), by=by).id)
            return redirect(f"{HOME}/{enterprise_id}?said=visited", 303)

        return form(enterprise_id).submit(work)


def _amend(staff: Blueprint, run: Runs[UseCases]) -> None:
    def form(enterprise_id: str) -> FormPage:
        found = _shown(run, enterprise_id, "enterprise.keep")
        return FormPage(EnterpriseForm(), "applicant/enterprise_form.html", lambda: found)

    @staff.get("/enterprises/<enterprise_id>/amendment")
    @needs("enterprise.visit")
    def ask_changes(enterprise_id: str) -> ResponseReturnValue:
        page = form(enterprise_id)
        return page.show(as_typed(page.context()["one"]))

    @staff.post("/enterprises/<enterprise_id>/amendment")
    @needs("enterprise.visit")
    def amend(enterprise_id: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by, kept, version = actor(), details(values), values.get("version", 0)
            run.once(once(), lambda use: use.enterprise.amend(enterprise_id, kept, by=by, seen=version).id)
            return redirect(f"{HOME}/{enterprise_id}?said=amended", 303)

        return form(enterprise_id).submit(work)


def _register(staff: Blueprint, run: Runs[UseCases]) -> None:
    def form(person_id: str) -> FormPage:
        return FormPage(EnterpriseForm(), "applicant/enterprise_form.html", lambda: _her(run, person_id))

    @staff.get("/persons/<person_id>/enterprises/new")
    @needs("enterprise.visit")
    def ask_new(person_id: str) -> ResponseReturnValue:
        return form(person_id).show()

    @staff.post("/persons/<person_id>/enterprises/new")
    @needs("enterprise.visit")
    def register(person_id: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by, kept = actor(), details(values)
            done = run.once(once(), lambda use: use.enterprise.register(person_id, kept, by=by).id)
            return redirect(f"{HOME}/{done.resource_id}?said=new", 303)

        return form(person_id).submit(work)


def _nominate(staff: Blueprint, run: Runs[UseCases]) -> None:
    def form(person_id: str) -> FormPage:
        found, by = _her(run, person_id), actor()

        def ask(use: UseCases) -> tuple[Any, Any]:
            mine = use.enterprise.find.own(use.person.find.one(person_id, by=by).person.id)
            return mine, [
                (terms, lines) for terms, lines in use.title.find.offered(person_id, mine[0] if mine else None)
            ]

        mine, offered = run.ask(ask)
        schema = nomination_form([terms for terms, _ in offered], mine)
        standing = [(terms, titles_shown.verdict(lines)) for terms, lines in offered]
        return FormPage(schema, "applicant/nominate.html", lambda: {**found, "standing": standing})

    @staff.get("/persons/<person_id>/nominations/new")
    @needs("title.nominate", "enterprise")
    def ask_nomination(person_id: str) -> ResponseReturnValue:
        asked = request.args.get("enterprise", NONE)
        return form(person_id).show({"enterprise": asked if is_id(asked) else NONE})

    @staff.post("/persons/<person_id>/nominations/new")
    @needs("title.nominate")
    def nominate(person_id: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by, which = actor(), values["enterprise"]
            wish = Wish(values["title"], None if which == NONE else which, values["agreed"], values.get("note", ""))
            done = run.once(once(), lambda use: use.title.nominate(person_id, wish, by=by).id)
            return redirect(f"/applicant/titles/{done.resource_id}", 303)

        return form(person_id).submit(work)


def _her(run: Runs[UseCases], person_id: str) -> dict[str, Any]:
    by = actor()
    person = run.ask(lambda use: use.person.find.one(person_id, by=by)).person
    return {"person": person, "one": None, "back": person_address(person_id)}


def _shown(run: Runs[UseCases], enterprise_id: str, action: str = "enterprise.read") -> dict[str, Any]:
    by = actor()

    def ask(use: UseCases) -> dict[str, Any]:
        one = use.enterprise.find.one(enterprise_id, by=by, action=action)
        titles = [title for title in use.title.find.own(one.person_id) if title.holder.enterprise_id in (one.id, None)]
        names = {title.id: use.title.find.name(title.title, title.path) for title in titles}
        label = use.person.labels([one.person_id], by=by)[one.person_id]
        return {"one": one, "titles": titles, "names": names, "label": label, "facts": _facts(one)}

    return {**run.ask(ask), "back": f"{HOME}/{enterprise_id}", **_may()}


def _facts(one: Enterprise) -> dict[str, Any]:
    reports = [titles_shown.report(report) for report in reversed(one.reports)]
    return {"pairs": titles_shown.facts(one), "looks": titles_shown.looks(one), "reports": reports}


def _may() -> dict[str, Any]:
    may = {"may_visit": allowed("enterprise.visit"), "may_nominate": allowed("title.nominate")}
    return {**may, "chip_of": titles_shown.chip, "until_of": titles_shown.until}


def _said() -> str:
    found = request.args.get("said", "")
    return found if found in ("new", "visited", "amended") else ""


def asked_after() -> str | None:
    """Return the cursor of a list; raises Malformed for what none of our pages writes."""
    after = request.args.get("after")
    if after is not None and not is_id(after):
        raise Malformed("not_an_id")
    return after
