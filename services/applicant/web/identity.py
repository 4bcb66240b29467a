"""Who is it (asked by the edge), signing out, choosing a language."""

from datetime import timedelta

from flask import Blueprint, Response, make_response, redirect, request
from flask.typing import ResponseReturnValue

from services.applicant.errands import Errands
from services.applicant.usecases import UseCases
from services.applicant.web import door
from services.applicant.web.sign_in_forms import LanguageForm
from shared.running import Runs
from shared.web import forms
from shared.web.i18n import COOKIE
from shared.web.identity import cookies
from shared.web.identity.gate import needs
from shared.web.schema import loaded

HEADER = "X-Identity"
_YEAR = int(timedelta(days=365).total_seconds())


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the routes."""
    identity = Blueprint("applicant_identity", __name__)

    @identity.get("/_identity")
    @needs("identity.read", "audience")
    def who() -> ResponseReturnValue:
        token = errands.doors.identity(cookies.get(cookies.SESSION), request.args.get("audience", ""))
        return Response("", 200, {HEADER: token})

    @identity.post("/applicant/sign-out")
    @needs("sign_out")
    def sign_out() -> ResponseReturnValue:
        token = cookies.get(cookies.SESSION)
        run.run(lambda use: use.account.sessions.sign_out(token))
        response = redirect("/", 303)
        cookies.drop(response, cookies.SESSION)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    @identity.post("/applicant/language")
    @needs("language.choose")
    def language() -> ResponseReturnValue:
        values = loaded(LanguageForm(), forms.from_form(LanguageForm(), request.form))
        response = make_response(redirect(door.safe(values.get("back"), "/"), 303))
        response.set_cookie(COOKIE, values["lang"], max_age=_YEAR, secure=True, samesite="Lax", path="/")
        return response

    return identity
