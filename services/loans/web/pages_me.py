"""Her loan pages on a phone: begin, go on where she stopped, take it back; no script needed."""

from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from services.loans.domain.application import State
from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.web import hers, verdicts
from services.loans.web.form_pages import page_of, pages_of
from services.loans.web.pages_consent import standing
from services.loans.web.schemas import AppealForm, Nothing
from services.loans.web.sheets import SheetPage
from shared.running import Runs
from shared.web.identity.gate import actor, needs, person
from shared.web.posting import FormPage, once

HOME = "/loans/me"


def address(application_id: str) -> str:
    """Return the page of one of hers."""
    return f"{HOME}/applications/{application_id}"


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return her pages."""
    me = Blueprint("loans_me", __name__, url_prefix=HOME, template_folder="templates")
    sheet = SheetPage(run, errands, address, "phone.html")

    @me.get("")
    @needs("me.read")
    def home() -> ResponseReturnValue:
        return _form(run).show()

    @me.post("/applications")
    @needs("me.start")
    def start() -> ResponseReturnValue:
        return _form(run).submit(
            lambda _words: redirect(address(errands.begin(person(), once(), by=actor()).resource_id), 303)
        )

    @me.get("/applications/<application_id>")
    @needs("me.read")
    def one(application_id: str) -> ResponseReturnValue:
        return render_template("loans/application.html", **_shown(run, errands, application_id))

    @me.get("/applications/<application_id>/<page>")
    @needs("me.read")
    def show(application_id: str, page: str) -> ResponseReturnValue:
        return sheet.show(application_id, page_of(page))

    @me.post("/applications/<application_id>/<page>")
    @needs("me.fill")
    def save(application_id: str, page: str) -> ResponseReturnValue:
        return sheet.save(application_id, page_of(page))

    _withdrawal(me, run)
    _appeal(me, run)
    return me


def _shown(run: Runs[UseCases], errands: Errands, application_id: str) -> dict[str, Any]:
    def gather(use: UseCases) -> dict[str, Any]:
        found = use.application.find.one(application_id, by=actor())
        today = use.submission.check.clock.today()
        asked = found.review.asked if found.review else None
        return {
            "application": found,
            "papers": hers.papers_of(use, found),
            "asked": hers.asked_of_her(use, found),
            "reasons": hers.reasons_of(use, found),
            "consents": standing(use, found),
            "road": hers.road(found, today),
            "rows": verdicts.rows(found.verdict) if found.verdict else [],
            "may_appeal": found.may_appeal(today),
            "days_left": (asked.due_on - today).days if asked else None,
        }

    facts = run.ask(gather)
    waits = facts["application"].state in (State.DRAFT, State.RETURNED)
    certificates = errands.hand_in.certificates(person(), by=actor()) if waits else []
    return facts | {
        "pages": pages_of(facts["application"].draft),
        "home": address(application_id),
        "certificates": certificates,
    }


def _form(run: Runs[UseCases]) -> FormPage:
    def context() -> dict[str, object]:
        found = run.ask(lambda use: use.application.find.hers(person(), by=actor()))
        return {"applications": found, "loans": run.ask(lambda use: use.loan.find.hers(person(), by=actor()))}

    return FormPage(Nothing(), "loans/me.html", context)


def _withdrawal(me: Blueprint, run: Runs[UseCases]) -> None:
    def form(application_id: str) -> FormPage:
        def context() -> dict[str, object]:
            found = run.ask(lambda use: use.application.find.one(application_id, by=actor()))
            return {"application": found, "home": address(found.id)}

        return FormPage(Nothing(), "loans/withdraw.html", context)

    @me.get("/applications/<application_id>/withdrawal")
    @needs("me.read")
    def ask(application_id: str) -> ResponseReturnValue:
        return form(application_id).show()

    @me.post("/applications/<application_id>/withdrawal")
    @needs("me.withdraw")
    def withdraw(application_id: str) -> ResponseReturnValue:
        def work(_words: dict[str, object]) -> ResponseReturnValue:
            run.once(once(), lambda use: use.application.withdraw(application_id, by=actor()).id)
            return redirect(HOME, 303)

        return form(application_id).submit(work)


def _appeal(me: Blueprint, run: Runs[UseCases]) -> None:
    def form(application_id: str) -> FormPage:
        def context() -> dict[str, object]:
            found = run.ask(lambda use: use.application.find.one(application_id, by=actor()))
            days = found.review.route.limits.appeal_days if found.review else None
            return {"application": found, "home": address(found.id), "days": days}

        return FormPage(AppealForm(), "loans/appeal.html", context)

    @me.get("/applications/<application_id>/appeal")
    @needs("me.read")
    def ask_again(application_id: str) -> ResponseReturnValue:
        return form(application_id).show()

    @me.post("/applications/<application_id>/appeal")
    @needs("me.appeal")
    def appeal(application_id: str) -> ResponseReturnValue:
        def work(words: dict[str, str]) -> ResponseReturnValue:
            run.once(once(), lambda use: use.application.appeal(application_id, words["words"], by=actor()).id)
            return redirect(address(application_id), 303)

        return form(application_id).submit(work)
