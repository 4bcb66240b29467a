"""She looks over everything once more, agrees, and hands it in; the same page after a desk sent it back."""

from datetime import date
from typing import Any

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from services.loans.domain.application import Application, State
from services.loans.domain.hand_in import CONSENTS
from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.web import answers, verdicts
from services.loans.web.form_pages import left
from services.loans.web.hers import papers_of
from services.loans.web.schemas import HandInForm
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once

HOME = "/loans/me/applications"


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the page."""
    me = Blueprint("loans_hand_in", __name__, url_prefix=HOME, template_folder="templates")

    @me.get("/<application_id>/hand-in")
    @needs("me.read")
    def look(application_id: str) -> ResponseReturnValue:
        return _form(run, errands, application_id).show()

    @me.post("/<application_id>/hand-in")
    @needs("me.submit")
    def hand_in(application_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            errands.hand_in(application_id, CONSENTS, once(), by=actor())
            return redirect(f"{HOME}/{application_id}", 303)

        return _form(run, errands, application_id).submit(work)

    @me.post("/<application_id>/hand-in/tries")
    @needs("me.submit")
    def keep_try(application_id: str) -> ResponseReturnValue:
        errands.hand_in.keep_try(application_id, once(), by=actor())
        return redirect(f"{HOME}/{application_id}/hand-in", 303)

    return me


def _form(run: Runs[UseCases], errands: Errands, application_id: str) -> FormPage:
    def gather(use: UseCases) -> tuple[Application, list[dict[str, Any]], int, date | None]:
        found = use.application.find.one(application_id, by=actor())
        again = len(use.paper.find.still_asked(found))
        return found, papers_of(use, found), again, use.submission.known.tried_on(found.id)

    def context() -> dict[str, Any]:
        found, papers, again, tried_on = run.ask(gather)
        open_to_her = found.state in (State.DRAFT, State.RETURNED)
        lacking = again if found.state is State.RETURNED else sum(one["must"] and not one["n"] for one in papers)
        verdict = errands.hand_in.verdict(found.id, by=actor()) if open_to_her and not left(found.draft) else None
        return {
            "application": found,
            "answers": answers.shown(found.draft, hers=True),
            "papers": papers,
            "lacking": lacking,
            "unfinished": left(found.draft),
            "rows": verdicts.rows(verdict) if verdict else [],
            "verdict": verdict,
            "tried_on": tried_on,
            "open_to_her": open_to_her,
            "home": f"{HOME}/{found.id}",
        }

    return FormPage(HandInForm(), "loans/hand_in.html", context)
