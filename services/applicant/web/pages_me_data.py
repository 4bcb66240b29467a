"""What is kept of her: she sees it, changes it, says yes or no to each purpose, and sees who looked."""

from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from services.applicant.usecases import UseCases
from services.applicant.usecases.person.find import Dossier
from services.applicant.web import shown
from services.applicant.web.pages_persons import changes, current
from services.applicant.web.person_forms import AmendForm, ConsentForm
from shared.running import Runs
from shared.web.identity.gate import actor, needs, person
from shared.web.posting import FormPage, once

HOME = "/applicant/me/data"


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return her pages about herself."""
    me = Blueprint("applicant_me_data", __name__, url_prefix=HOME, template_folder="templates")
    form = FormPage(ConsentForm(), "applicant/me_data.html", lambda: _context(run))

    @me.get("")
    @needs("person.own", "said")
    def show() -> ResponseReturnValue:
        return form.show()

    @me.post("/consents")
    @needs("person.own")
    def give() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            her, purpose = person(), values.get("purpose", "")
            run.once(once(), lambda use: use.person.consent.give(her, purpose).id)
            return redirect(f"{HOME}?said=given", 303)

        return form.submit(work)

    @me.post("/withdrawals")
    @needs("person.own")
    def withdraw() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            her, consent = person(), values.get("consent", "")
            run.once(once(), lambda use: use.person.consent.withdraw(her, consent).id)
            return redirect(f"{HOME}?said=withdrawn", 303)

        return form.submit(work)

    _amend(me, run)
    return me


def _amend(me: Blueprint, run: Runs[UseCases]) -> None:
    form = FormPage(AmendForm(), "applicant/me_amend.html")

    def own() -> Dossier:
        her = person()
        return run.ask(lambda use: use.person.find.own(her))

    @me.get("/amendment")
    @needs("person.own")
    def ask() -> ResponseReturnValue:
        return form.show(current(own()))

    @me.post("/amendment")
    @needs("person.own")
    def amend() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            found, by = own(), actor()
            run.once(once(), lambda use: use.person.amend(by.id, changes(found, values), by=by).id)
            return redirect(f"{HOME}?said=amended", 303)

        return form.submit(work)


def _context(run: Runs[UseCases]) -> dict[str, Any]:
    her = person()
    found = run.ask(lambda use: use.person.find.own(her))
    units = run.ask(lambda use: use.unit.find.some({one.unit for one in found.seen}))
    standing = {one.purpose: one for one in found.consents if one.withdrawn_at is None}
    notices = run.ask(lambda use: use.person.consent.every_notice())
    said = request.args.get("said", "")
    return {
        "name": found.person.details.name,
        "facts": shown.facts(found),
        "lines": shown.lines(found.seen, units),
        "consents": [
            {
                "purpose": one.purpose,
                "title": one.title,
                "text": one.text,
                "must": one.must,
                "consent": standing.get(one.purpose),
            }
            for one in notices
        ],
        "said": said if said in ("given", "withdrawn", "amended") else "",
    }
