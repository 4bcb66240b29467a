"""JSON: applications, hers or in an officer's units."""

from typing import Any

from services.loans.domain.application import Application
from services.loans.domain.draft import Step
from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.web.schemas import ApplicationsView, ApplicationView, HandInForm, StartRequest
from services.loans.web.sheet_schemas import SHEETS, PartnerSheet, Sheet, answered, of_partner
from shared.access import Kind
from shared.errors import Invalid, Refused
from shared.running import Runs
from shared.web.api import JsonBlueprint, page_of
from shared.web.identity.gate import actor, needs
from shared.web.posting import once

VIEW = ApplicationView()


def routes(run: Runs[UseCases], errands: Errands) -> JsonBlueprint:
    """Return the applications' routes."""
    api = JsonBlueprint("loans_applications", __name__, url_prefix="/loans/api/v1", description="Loan applications")
    _questions(api, run)
    _commands(api, run, errands)
    for step, sheet in SHEETS.items():
        _sheet(api, run, step, type(sheet)(partial=True))
    _partner(api, run)
    return api


def _questions(api: JsonBlueprint, run: Runs[UseCases]) -> None:
    @api.get("/applications")
    @needs("application.read")
    @api.response(200, ApplicationsView())
    def listing() -> dict[str, Any]:
        """Return hers, or the newest drafts in an officer's units."""
        who = actor()
        if who.kind is Kind.WOMAN:
            return page_of(run.ask(lambda use: use.application.find.hers(who.id, by=who)), None)
        return page_of(run.ask(lambda use: use.application.find.drafts(by=who)), None)

    @api.get("/applications/<application_id>")
    @needs("application.read")
    @api.response(200, VIEW)
    def one(application_id: str) -> Application:
        """Return one."""
        return _found(run, application_id)


def _commands(api: JsonBlueprint, run: Runs[UseCases], errands: Errands) -> None:
    @api.post("/applications")
    @needs("application.start")
    @api.arguments(StartRequest(), as_kwargs=True)
    @api.response(201, VIEW)
    def start(person_id: str | None = None) -> Application:
        """Begin a draft for the woman who asks, or for another one in a village officer's village."""
        if person_id is None and actor().kind is not Kind.WOMAN:
            raise Invalid({"person_id": [Refused("required")]})
        done = errands.begin(person_id or actor().id, once(), by=actor())
        return _found(run, done.resource_id)

    @api.post("/applications/<application_id>/submission")
    @needs("application.submit")
    @api.arguments(HandInForm(), as_kwargs=True)
    @api.response(200, VIEW)
    def hand_in(application_id: str, **agreed: bool) -> Application:
        """Hand it in, the first time or after a desk sent it back; all three consents must be true."""
        errands.hand_in(application_id, [name for name, yes in agreed.items() if yes], once(), by=actor())
        return _found(run, application_id)

    @api.post("/applications/<application_id>/withdrawal")
    @needs("application.withdraw")
    @api.response(200, VIEW)
    def withdraw(application_id: str) -> Application:
        """Take it back."""
        run.once(once(), lambda use: use.application.withdraw(application_id, by=actor()).id)
        return _found(run, application_id)


def _sheet(api: JsonBlueprint, run: Runs[UseCases], step: Step, schema: Sheet) -> None:
    @api.put(f"/applications/<application_id>/{step}", endpoint=f"fill_{step}")
    @needs("application.fill")
    @api.arguments(schema)
    @api.response(200, VIEW)
    def fill(answers: dict[str, Any], application_id: str) -> Application:
        """Write one sheet of a draft, as far as it goes."""
        seen = answers.pop("version", None)
        given = answered(step, answers)
        run.once(once(), lambda use: use.application.fill(application_id, step, given, by=actor(), seen=seen).id)
        return _found(run, application_id)


def _partner(api: JsonBlueprint, run: Runs[UseCases]) -> None:
    @api.put("/applications/<application_id>/partners/<int:number>")
    @needs("application.fill")
    @api.arguments(PartnerSheet(partial=True))
    @api.response(200, VIEW)
    def fill_partner(answers: dict[str, Any], application_id: str, number: int) -> Application:
        """Write what is said of one who borrows together with her, counted from 1, as far as it goes."""
        seen, given = answers.pop("version", None), of_partner(answers)
        run.once(
            once(), lambda use: use.application.fill.partner(application_id, number, given, by=actor(), seen=seen).id
        )
        return _found(run, application_id)


def _found(run: Runs[UseCases], application_id: str) -> Application:
    return run.ask(lambda use: use.application.find.one(application_id, by=actor()))
