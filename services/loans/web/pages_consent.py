"""Husband, guarantor and partners agree by their own phones: she sends the link, he reads what it is and answers."""

import re
from typing import Any

from flask import Blueprint, Response, redirect
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from services.loans.domain.consent import Action, asked_of, kind_of, name_of, number_of, phone_of
from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.web.schemas import Nothing
from shared.errors import NotFound
from shared.running import Runs
from shared.web.i18n import word
from shared.web.identity.codes import fingerprint
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once
from shared.web.schema import Form, text

HERS = "/loans/me/applications"
WHO = re.compile(r"\A(spouse|guarantor|partner-[1-9][0-9]?)\Z")


class AnswerForm(Form):
    """His answer; his name as she wrote it shows that the message reached him."""

    name = text("写上您的名字", most=20, least=2, help="和她写的一样才算您本人")
    answer = fields.String(
        required=True,
        validate=validate.OneOf(tuple(Action), error="not_listed"),
        error_messages={"required": "required", "null": "required", "invalid": "not_text"},
    )


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return her pages and the public one."""
    consent = Blueprint("loans_consent", __name__, url_prefix="/loans", template_folder="templates")
    _hers(consent, run, errands)
    _his(consent, run)
    return consent


def standing(use: UseCases, application: Any) -> list[dict[str, Any]]:
    """Return whom she may ask by phone and how it stands: none, no_phone, asked, agreed, refused, expired."""
    kept, today = use.consent.of.of(application.id), use.desk.today()
    return [
        {
            "who": who,
            "title": task(who),
            "name": name_of(application.draft, who),
            "phone": phone_of(application.draft, who),
            "asked": kept.get(who),
            "state": kept[who].standing(today) if who in kept else "none",
        }
        for who in asked_of(application.draft)
        if phone_of(application.draft, who)
    ]


def task(who: str) -> str:
    """Return what is to be done, in her words: 丈夫同意, 合伙人 2 同意."""
    return word(f"consent_task.{kind_of(who)}", n=number_of(who))


def _hers(consent: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def form(application_id: str, who: str) -> FormPage:
        def context() -> dict[str, Any]:
            if not WHO.match(who):
                raise NotFound("not_found")
            by = actor()
            found = run.ask(lambda use: use.application.find.one(application_id, by=by))
            mine = [one for one in run.ask(lambda use: standing(use, found)) if one["who"] == who]
            page = who if number_of(who) else "family"
            shown = {"one": mine[0] if mine else None, "title": task(who), "page": page}
            return {"application": found, "home": f"{HERS}/{found.id}", **shown}

        return FormPage(Nothing(), "loans/consent_hers.html", context)

    @consent.get("/me/applications/<application_id>/consents/<who>")
    @needs("me.read")
    def show(application_id: str, who: str) -> ResponseReturnValue:
        return form(application_id, who).show()

    @consent.post("/me/applications/<application_id>/consents/<who>")
    @needs("consent.ask")
    def ask(application_id: str, who: str) -> ResponseReturnValue:
        def work(_words: dict[str, Any]) -> ResponseReturnValue:
            errands.ask_consent(application_id, who, once(), by=actor())
            return redirect(f"{HERS}/{application_id}/consents/{who}", 303)

        return form(application_id, who).submit(work)


def _his(consent: Blueprint, run: Runs[UseCases]) -> None:
    @consent.after_request
    def kept_quiet(response: Response) -> Response:
        """The address is the secret: what the page asks for must not name it."""
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    def form(secret: str) -> FormPage:
        def context() -> dict[str, Any]:
            asked, found = run.ask(lambda use: use.consent.answer.find(fingerprint(secret)))
            today = run.ask(lambda use: use.desk.today())
            shown = {"asked": asked, "kind": kind_of(asked.who), "state": asked.standing(today)}
            return {"application": found, "here": f"/loans/k/{secret}", **shown}

        return FormPage(AnswerForm(), "loans/consent_his.html", context)

    @consent.get("/k/<secret>")
    @needs("consent.answer")
    def read(secret: str) -> ResponseReturnValue:
        return form(secret).show()

    @consent.post("/k/<secret>")
    @needs("consent.answer")
    def answer(secret: str) -> ResponseReturnValue:
        mark = fingerprint(secret)

        def work(words: dict[str, Any]) -> ResponseReturnValue:
            action = Action(words["answer"])
            run.once(once(mark.hex()), lambda use: use.consent.answer(mark, action, words["name"]).id)
            return redirect(f"/loans/k/{secret}", 303)

        return form(secret).submit(work)
