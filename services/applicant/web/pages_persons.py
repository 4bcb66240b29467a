"""Officers and the women of their place: look up, list, one of them, a number in full, a change, registering her."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.applicant.domain.unit import Unit
from services.applicant.usecases import UseCases
from services.applicant.usecases.person.amend import Changes
from services.applicant.usecases.person.find import Dossier, Page
from services.applicant.usecases.person.register import Answers
from services.applicant.web import shown
from services.applicant.web.person_forms import OfficerAmendForm, RevealForm, SearchForm, officer_form, ticked
from shared.errors import Conflict, Malformed, NotFound
from shared.ids import is_id
from shared.regions import Level
from shared.roles import SIGN_UP
from shared.running import Runs
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once

HOME = "/applicant/persons"
PAGE = 50
SHOWN_SECONDS = 30


def address(person_id: str) -> str:
    """Return the page of one woman."""
    return f"{HOME}/{person_id}"


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the officers' pages about women."""
    staff = Blueprint("applicant_persons", __name__, url_prefix=HOME, template_folder="templates")
    _search(staff, run)
    _list(staff, run)
    _register(staff, run)
    _one(staff, run)
    _reveal(staff, run)
    _amend(staff, run)
    return staff


def _search(staff: Blueprint, run: Runs[UseCases]) -> None:
    def page(rows: list[shown.Row] | None = None) -> FormPage:
        facts = {"rows": rows, "may_register": allowed("person.register_for_her")}
        return FormPage(SearchForm(), "applicant/person_search.html", lambda: facts)

    @staff.get("/search")
    @needs("person.search")
    def ask_search() -> ResponseReturnValue:
        return page().show()

    @staff.post("/search")
    @needs("person.search")
    def search() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            found = run.run(lambda use: use.person.find.search(values["typed"], by=by))
            return page(_rows(found)).show(values)

        return page().submit(work)


def _list(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("")
    @needs("person.list", "unit", "after")
    def listed() -> ResponseReturnValue:
        unit, after, by = _asked("unit"), _asked("after"), actor()
        found = run.ask(lambda use: use.person.find.in_scope(unit, after, PAGE, by=by))
        title = run.ask(lambda use: use.unit.find.get(unit)).title if unit else ""
        more = f"?{f'unit={unit}&' if unit else ''}after={found.after}" if found.after else None
        first = f"?unit={unit}" if unit else HOME
        return render_template(
            "applicant/person_list.html", rows=_rows(found), unit=title, next=more, first=first if after else None
        )


def _register(staff: Blueprint, run: Runs[UseCases]) -> None:
    def form() -> FormPage:
        by = actor()
        counties = [unit for unit in run.ask(lambda use: use.unit.find.counties()) if _reaches(unit)]
        notices = run.ask(lambda use: use.person.consent.notices_now())
        tops = run.ask(lambda use: use.unit.find.tops(by=by))
        return FormPage(
            officer_form(counties, notices), "applicant/person_new.html", lambda: {"counties": counties, "tops": tops}
        )

    @staff.get("/new")
    @needs("person.register_for_her")
    def new() -> ResponseReturnValue:
        page, by = form(), actor()
        tops = run.ask(lambda use: use.unit.find.tops(by=by))
        counties = [unit.id for unit in page.context()["counties"]]
        place = run.ask(lambda use: use.unit.find.along(tops[0].path)) if tops else []
        known = {"county": counties[0]} if len(counties) == 1 else {}
        return page.show({**known, "place": shown.place_typed(place)})

    @staff.post("/new")
    @needs("person.register_for_her")
    def register() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by, consents = actor(), ticked(values)
            fields = {name: value for name, value in values.items() if not name.startswith("consent_")}
            answers = Answers(**{**fields, "groups": tuple(values.get("groups", ()))}, consents=consents)
            try:
                done = run.once(once(), lambda use: use.person.register.for_her(answers, by=by).id)
            except Conflict as problem:
                there = problem.facts.get("person_id")
                if there is None:
                    raise
                return redirect(f"{address(str(there))}?said=there", 303)
            return redirect(f"{address(done.resource_id)}?said=new", 303)

        return form().submit(work)


def _reaches(county: Unit) -> bool:
    """Tell whether one of the officer's posts lies in a county or above it."""
    return any(county.id in post.path or post.unit in county.path for post in actor().posts)


def _one(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/<person_id>")
    @needs("person.read", "said")
    def one(person_id: str) -> ResponseReturnValue:
        return render_template("applicant/person.html", **_dossier(run, person_id), said=_said())


def _reveal(staff: Blueprint, run: Runs[UseCases]) -> None:
    def form(person_id: str) -> FormPage:
        def context() -> dict[str, Any]:
            return {**_dossier(run, person_id), "field": request.values.get("field", "")}

        return FormPage(RevealForm(), "applicant/person_reveal.html", context)

    @staff.get("/<person_id>/reveals")
    @needs("person.reveal", "field")
    def ask_reason(person_id: str) -> ResponseReturnValue:
        field = request.args.get("field", "")
        if field not in ("id_no", "phone"):
            raise NotFound("not_found")
        return form(person_id).show({"field": field})

    @staff.post("/<person_id>/reveals")
    @needs("person.reveal")
    def reveal(person_id: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            field, reason, by = values["field"], values["reason"], actor()
            value = run.run(lambda use: use.person.reveal(person_id, field, reason, by=by))
            facts = {**_dossier(run, person_id), "field": field, "value": value, "seconds": SHOWN_SECONDS}
            return _shown_shortly(render_template("applicant/person_revealed.html", **facts), address(person_id))

        return form(person_id).submit(work)


def _shown_shortly(page: str, back: str) -> Response:
    """Return a page that leaves the screen by itself; `no-store` keeps it out of the history."""
    response = make_response(page)
    response.headers["Refresh"] = f"{SHOWN_SECONDS}; url={back}"
    return response


def _amend(staff: Blueprint, run: Runs[UseCases]) -> None:
    def form(person_id: str) -> FormPage:
        return FormPage(OfficerAmendForm(), "applicant/person_amend.html", lambda: _dossier(run, person_id))

    @staff.get("/<person_id>/amendment")
    @needs("person.amend")
    def ask_changes(person_id: str) -> ResponseReturnValue:
        by = actor()
        return form(person_id).show(current(run.ask(lambda use: use.person.find.one(person_id, by=by))))

    @staff.post("/<person_id>/amendment")
    @needs("person.amend")
    def amend(person_id: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            found = run.ask(lambda use: use.person.find.one(person_id, by=by))
            run.once(once(), lambda use: use.person.amend(person_id, changes(found, values), by=by).id)
            return redirect(f"{address(person_id)}?said=amended", 303)

        return form(person_id).submit(work)


def current(found: Dossier) -> dict[str, Any]:
    """Return what a form about a change shows first."""
    person = found.person
    details = person.details
    return {
        "version": person.version,
        "education": details.education,
        "hukou": details.hukou,
        "groups": list(details.groups),
        "place": shown.place_typed(found.units),
    }


def changes(found: Dossier, values: dict[str, Any]) -> Changes:
    """Return what was typed as changes; a place as it stood is no change."""
    county = next((unit.id for unit in found.units if unit.level is Level.COUNTY), None)
    moved = values["place"] != shown.place_typed(found.units)
    return Changes(
        version=values["version"],
        education=values["education"],
        hukou=values["hukou"],
        groups=tuple(values.get("groups", ())),
        phone=values.get("phone"),
        county=county if moved else None,
        place=values["place"] if moved else None,
        reason=values.get("reason", ""),
    )


def _rows(found: Page) -> list[shown.Row]:
    return [shown.row(person, found.units) for person in found.persons]


def _dossier(run: Runs[UseCases], person_id: str) -> dict[str, Any]:
    by = actor()
    found = run.ask(lambda use: use.person.find.one(person_id, by=by))
    units = run.ask(lambda use: use.unit.find.some({one.unit for one in found.seen}))
    return {
        "person": found.person,
        "facts": shown.facts(found),
        "row": shown.row(found.person, {unit.id: unit for unit in found.units}),
        "consents": found.consents,
        "notices": {one.purpose: one.title for one in run.ask(lambda use: use.person.consent.every_notice())},
        "lines": shown.lines(found.seen, units) if allowed("person.audit") else None,
        "may_reveal": allowed("person.reveal"),
        "may_amend": allowed("person.amend"),
        "may_keep_enterprise": allowed("enterprise.visit"),
        "may_enrol": not actor().roles.isdisjoint(SIGN_UP),
        "may_nominate": allowed("title.nominate"),
        "home": address(person_id),
    }


def _said() -> str:
    found = request.args.get("said", "")
    return found if found in ("new", "there", "amended") else ""


def _asked(name: str, known: Callable[[str], bool] = is_id) -> str | None:
    """Return a query parameter of the list; raises Malformed for what none of our pages writes."""
    found = request.args.get(name)
    if found is None:
        return None
    shape = known(found) if name == "unit" else known(found.partition(".")[2])
    if not shape:
        raise Malformed("not_an_id")
    return found
