"""One's own account: posts, sessions here and elsewhere, shortcut keys; for her the sessions alone."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.applicant.errands import Errands
from services.applicant.usecases import UseCases
from services.applicant.web import door
from services.applicant.web.sign_in_forms import BackForm, CodeForm, KeysForm, SessionForm, tidy
from shared.access import Kind
from shared.errors import NotFound, Unknown
from shared.ids import new_id
from shared.running import Runs
from shared.web.forms import from_form
from shared.web.identity import cookies
from shared.web.identity.gate import actor, needs, person
from shared.web.posting import FormPage, once
from shared.web.schema import loaded

STAFF = "/applicant/profile"
HERS = "/applicant/me/sessions"
STEP_UP = "/applicant/me/again"


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages."""
    mine = Blueprint("applicant_profile", __name__, template_folder="templates")
    _show(mine, run)
    _change(mine, run)
    _step_up(mine, errands)
    return mine


def _context(run: Runs[UseCases]) -> dict[str, Any]:
    by = actor()
    return {"sessions": run.ask(lambda use: use.account.sessions(by)), "here": by.session}


def _show(mine: Blueprint, run: Runs[UseCases]) -> None:
    @mine.get(STAFF)
    @needs("profile.read")
    def staff() -> ResponseReturnValue:
        if actor().kind is not Kind.STAFF:
            return redirect(HERS, 303)
        by = actor()
        account = run.ask(lambda use: use.account.find.own(by))
        return FormPage(KeysForm(), "applicant/profile.html", lambda: {"account": account, **_context(run)}).show(
            {"keys": "true" if account.keys else ""}
        )

    @mine.get(HERS)
    @needs("profile.read")
    def hers() -> ResponseReturnValue:
        person()
        return render_template("applicant/my_sessions.html", once=new_id(), **_context(run))


def _change(mine: Blueprint, run: Runs[UseCases]) -> None:
    @mine.post("/applicant/profile/sessions")
    @needs("profile.change")
    def end() -> ResponseReturnValue:
        by, home = actor(), STAFF if actor().kind is Kind.STAFF else HERS

        def work(values: dict[str, Any]) -> ResponseReturnValue:
            run.once(once(), lambda use: use.account.sessions.end(values["session"], by=by))
            return redirect(home, 303)

        return FormPage(SessionForm(), "applicant/my_sessions.html", lambda: _context(run)).submit(work)

    @mine.post("/applicant/profile/keys")
    @needs("profile.change")
    def keys() -> ResponseReturnValue:
        by = actor()
        if by.kind is not Kind.STAFF:
            raise NotFound("not_found")

        def work(values: dict[str, Any]) -> ResponseReturnValue:
            run.run(lambda use: use.account.find.prefer(values["keys"], by=by))
            response = redirect(STAFF, 303)
            door.prefer(response, values["keys"])
            return response

        account = run.ask(lambda use: use.account.find.own(by))
        return FormPage(KeysForm(), "applicant/profile.html", lambda: {"account": account, **_context(run)}).submit(
            work
        )


def _step_up(mine: Blueprint, errands: Errands) -> None:
    """Before a number or a card is changed she shows a fresh code; `back` comes along in the challenge."""

    @mine.get(STEP_UP)
    @needs("profile.change", "back")
    def ask() -> ResponseReturnValue:
        person()
        back = door.safe(request.args.get("back"), HERS)
        return render_template("applicant/step_up.html", back=back, once=new_id())

    @mine.post(STEP_UP)
    @needs("profile.change")
    def send() -> ResponseReturnValue:
        form = BackForm()
        back = door.safe(loaded(form, from_form(form, request.form)).get("back"), HERS)
        cookie = errands.doors.hers.ask_again_of(person(), door.origin(), back, once())
        response = redirect(f"{STEP_UP}/code", 303)
        cookies.put(response, cookies.CHALLENGE, cookie, cookies.CHALLENGE_LIFE)
        return response

    def form() -> FormPage:
        def context() -> dict[str, Any]:
            challenge = errands.doors.hers.find(cookies.get(cookies.CHALLENGE))
            return {"shown": errands.doors.hers.shown_code(challenge), "action": f"{STEP_UP}/code"}

        return FormPage(CodeForm(), "applicant/step_up_code.html", context)

    @mine.get(f"{STEP_UP}/code")
    @needs("profile.change")
    def code() -> ResponseReturnValue:
        return _or_anew(lambda: form().show())

    @mine.post(f"{STEP_UP}/code")
    @needs("profile.change")
    def prove() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            cookie = cookies.get(cookies.CHALLENGE)
            back = errands.doors.hers.find(cookie).back
            opened = errands.doors.hers.step_up(cookie, tidy(values["code"]), actor(), cookies.get(cookies.SESSION))
            return door.entered(opened, door.safe(back, HERS))

        return _or_anew(lambda: form().submit(work))


def _or_anew(answer: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Answer, or begin anew when the code is over or was somebody else's; she herself stays signed in."""
    try:
        return answer()
    except Unknown:
        return redirect(STEP_UP, 303)
