"""JSON: the women of an officer's place, numbers masked; looked up, registered, one number in full for a reason."""

from typing import Any

from services.applicant.usecases import UseCases
from services.applicant.usecases.person.find import Page
from services.applicant.usecases.person.register import Answers
from services.applicant.web import shown
from services.applicant.web.schemas import (
    PersonRequest,
    PersonsQuery,
    PersonsView,
    PersonView,
    RevealedView,
    RevealRequest,
    SearchRequest,
)
from shared.running import Runs
from shared.web.api import JsonBlueprint, page_of
from shared.web.identity.gate import actor, needs
from shared.web.posting import once


def routes(run: Runs[UseCases]) -> JsonBlueprint:
    """Return the persons' routes."""
    api = JsonBlueprint("applicant_persons_api", __name__, url_prefix="/applicant/api/v1/persons", description="Women")
    _questions(api, run)
    _commands(api, run)
    return api


def _questions(api: JsonBlueprint, run: Runs[UseCases]) -> None:
    @api.get("")
    @needs("person.list")
    @api.arguments(PersonsQuery(), location="query")
    @api.response(200, PersonsView())
    def listing(asked: dict[str, Any]) -> dict[str, Any]:
        """Return women of the officer's units, or of one of them, those last registered first."""
        by, unit, after = actor(), asked.get("unit"), asked.get("after")
        return _page(run.ask(lambda use: use.person.find.in_scope(unit, after, asked["page_size"], by=by)))

    @api.post("/searches")
    @needs("person.search")
    @api.arguments(SearchRequest())
    @api.response(200, PersonsView())
    def search(asked: dict[str, Any]) -> dict[str, Any]:
        """Look somebody up; posted, so that no name or number stands in an address. Kept in the audit."""
        by = actor()
        return _page(run.run(lambda use: use.person.find.search(asked["typed"], by=by)))

    @api.get("/<person_id>")
    @needs("person.read")
    @api.response(200, PersonView())
    def one(person_id: str) -> shown.Row:
        """Return one."""
        return _one(run, person_id)


def _commands(api: JsonBlueprint, run: Runs[UseCases]) -> None:
    @api.post("")
    @needs("person.register_for_her")
    @api.arguments(PersonRequest())
    @api.response(201, PersonView())
    def register(asked: dict[str, Any]) -> shown.Row:
        """Register a woman who is there and has agreed to what `consents` names."""
        answers = Answers(**{**asked, "groups": tuple(asked["groups"]), "consents": tuple(asked["consents"])})
        by = actor()
        return _one(run, run.once(once(), lambda use: use.person.register.for_her(answers, by=by).id).resource_id)

    @api.post("/<person_id>/reveals")
    @needs("person.reveal")
    @api.arguments(RevealRequest())
    @api.response(200, RevealedView())
    def reveal(asked: dict[str, Any], person_id: str) -> dict[str, str]:
        """Return one number in full; the reason is kept and she can read it."""
        by = actor()
        value = run.run(lambda use: use.person.reveal(person_id, asked["field"], asked["reason"], by=by))
        return {"field": asked["field"], "value": value}


def _one(run: Runs[UseCases], person_id: str) -> shown.Row:
    by = actor()
    found = run.ask(lambda use: use.person.find.one(person_id, by=by))
    return shown.row(found.person, {unit.id: unit for unit in found.units})


def _page(found: Page) -> dict[str, Any]:
    return page_of([shown.row(person, found.units) for person in found.persons], found.after)
