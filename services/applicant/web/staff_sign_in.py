"""Officers sign in: name and password, then the authenticator where it is asked for; and setting a password."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from services.applicant.domain.challenge import Challenge
from services.applicant.errands import Errands
from services.applicant.usecases import UseCases
from services.applicant.web import door
from services.applicant.web.sign_in_forms import ActivateForm, EnrolForm, SecondForm, StaffForm, tidy
from shared.errors import Conflict, NotFound, Unknown
from shared.running import Runs
from shared.web.identity import cookies
from shared.web.identity.gate import needs
from shared.web.posting import FormPage

START = "/applicant/staff/sign-in"
HOME = "/applicant/my-work"
Context = Callable[[], dict[str, Any]]


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the officers' ways in."""
    staff = Blueprint("applicant_staff_sign_in", __name__, url_prefix="/applicant/staff", template_folder="templates")
    staff.register_error_handler(Unknown, lambda _error: redirect(f"{START}?again=1", 303))
    staff.register_error_handler(Conflict, lambda _error: redirect(f"{START}?again=1", 303))

    def frame() -> dict[str, Any]:
        roots = run.ask(lambda use: use.unit.find.roots())
        return {
            "place": gettext("%(place)s妇女联合会", place=roots[0].title) if roots else "",
            "two_steps": errands.doors.staff.second_asked,
            "again": request.args.get("again") == "1",
            "set": request.args.get("set") == "1",
        }

    _password(staff, errands, frame)
    _second(staff, errands, frame)
    _enrol(staff, errands, frame)
    _activate(staff, errands, frame)
    return staff


def _password(staff: Blueprint, errands: Errands, frame: Context) -> None:
    form = FormPage(StaffForm(), "applicant/staff_sign_in.html", frame)

    @staff.get("/sign-in")
    @needs("sign_in", "back", "again", "set")
    def start() -> ResponseReturnValue:
        return form.show({"back": door.safe(request.args.get("back"), "")})

    @staff.post("/sign-in")
    @needs("sign_in")
    def enter() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            found = errands.doors.staff.enter(values["login"].casefold(), values["password"], door.origin())
            back = door.safe(values.get("back"), HOME)
            return _ask_second(errands, found, back) if isinstance(found, Challenge) else door.entered(found, back)

        return form.submit(work)


def _ask_second(errands: Errands, challenge: Challenge, back: str) -> Response:
    response = redirect(f"{START}/second?back={back}" if back != HOME else f"{START}/second", 303)
    cookies.put(response, cookies.CHALLENGE, errands.doors.hers.cookie_of(challenge), cookies.CHALLENGE_LIFE)
    return response


def _challenge_id(errands: Errands) -> str:
    return errands.doors.hers.challenge_id(cookies.get(cookies.CHALLENGE))


def _second(staff: Blueprint, errands: Errands, frame: Context) -> None:
    form = FormPage(SecondForm(), "applicant/staff_second.html", frame)

    @staff.get("/sign-in/second")
    @needs("sign_in", "back")
    def second() -> ResponseReturnValue:
        if errands.doors.staff.enrolment(_challenge_id(errands)) is not None:
            return redirect(f"{START}/authenticator", 303)
        return form.show()

    @staff.post("/sign-in/second")
    @needs("sign_in")
    def check() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            code = values["code"] if "-" in values["code"] else tidy(values["code"])
            opened = errands.doors.staff.second(_challenge_id(errands), code, door.origin())
            return door.entered(opened, door.safe(request.args.get("back"), HOME))

        return form.submit(work)


def _enrol(staff: Blueprint, errands: Errands, frame: Context) -> None:
    def context() -> dict[str, Any]:
        return {**frame(), "enrolment": errands.doors.staff.enrolment(_challenge_id(errands))}

    form = FormPage(EnrolForm(), "applicant/staff_authenticator.html", context)

    @staff.get("/sign-in/authenticator")
    @needs("sign_in")
    def enrolment() -> ResponseReturnValue:
        if errands.doors.staff.enrolment(_challenge_id(errands)) is None:
            raise NotFound("not_found")
        return form.show()

    @staff.post("/sign-in/authenticator")
    @needs("sign_in")
    def enrol() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            opened, codes = errands.doors.staff.enrol(_challenge_id(errands), tidy(values["code"]), door.origin())
            page = render_template("applicant/staff_recovery.html", codes=codes, home=HOME, **frame())
            response = make_response(page)
            door.settle(response, opened)
            return response

        return form.submit(work)


def _activate(staff: Blueprint, errands: Errands, frame: Context) -> None:
    form = FormPage(ActivateForm(), "applicant/staff_activate.html", frame)

    @staff.get("/activate")
    @needs("sign_in")
    def activation() -> ResponseReturnValue:
        return form.show()

    @staff.post("/activate")
    @needs("sign_in")
    def activate() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            login = values["login"].casefold()
            errands.doors.staff.activate(login, values["code"], values["password"], door.origin())
            return redirect(f"{START}?set=1", 303)

        return form.submit(work)
