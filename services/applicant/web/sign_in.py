"""Her sign-in on a phone: number, code, on a new device the last six of her ID number; one thing a page, no script."""

from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from services.applicant.domain import masks, phones
from services.applicant.domain.challenge import Challenge, State
from services.applicant.errands import Errands
from services.applicant.usecases import UseCases
from services.applicant.web import door
from services.applicant.web.sign_in_forms import CodeForm, Empty, PhoneForm, SixForm, tidy, who_form
from shared.errors import Conflict, Unknown
from shared.running import Runs
from shared.web.identity import cookies
from shared.web.identity.gate import needs
from shared.web.posting import FormPage, once
from shared.web.schema import loaded

START = "/applicant/sign-in"
AGAIN = f"{START}?again=1"
HOME = "/applicant/me"
REGISTER = "/applicant/register"
_NEXT = {State.SENT: f"{START}/code", State.PROVED: f"{START}/six", State.RECOGNISED: f"{START}/who"}


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages of her sign-in."""
    door_ = Blueprint("applicant_sign_in", __name__, url_prefix=START, template_folder="templates")
    door_.register_error_handler(Unknown, lambda _error: redirect(AGAIN, 303))
    door_.register_error_handler(Conflict, lambda _error: redirect(AGAIN, 303))
    _phone(door_, errands)
    _code(door_, errands)
    _six(door_, errands)
    _who(door_, run, errands)
    return door_


def _phone(pages_: Blueprint, errands: Errands) -> None:
    def form() -> FormPage:
        return FormPage(PhoneForm(), "applicant/sign_in.html", lambda: {"again": request.args.get("again") == "1"})

    @pages_.get("")
    @needs("sign_in", "back", "again")
    def start() -> ResponseReturnValue:
        return form().show({"back": door.safe(request.args.get("back"), "")})

    @pages_.post("")
    @needs("sign_in")
    def ask() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            phone, back = phones.plain(values["phone"]), door.safe(values.get("back"), "")
            cookie = errands.doors.hers.ask(phone, door.origin(), back, once(START))
            return _go_on(cookie)

        return form().submit(work)

    @pages_.post("/again")
    @needs("sign_in")
    def again() -> ResponseReturnValue:
        def work(_values: dict[str, Any]) -> ResponseReturnValue:
            challenge_id = errands.doors.hers.challenge_id(cookies.get(cookies.CHALLENGE))
            return _go_on(errands.doors.hers.again(challenge_id, door.origin(), once(challenge_id)))

        return _code_form(errands, Empty()).submit(work)


def _go_on(cookie: str) -> Response:
    response = redirect(f"{START}/code", 303)
    cookies.put(response, cookies.CHALLENGE, cookie, cookies.CHALLENGE_LIFE)
    return response


def _code_form(errands: Errands, schema: Any = None) -> FormPage:
    def context() -> dict[str, Any]:
        challenge = errands.doors.hers.find(cookies.get(cookies.CHALLENGE))
        return {"phone": masks.phone(challenge.phone), "shown": errands.doors.hers.shown_code(challenge)}

    return FormPage(schema or CodeForm(), "applicant/sign_in_code.html", context)


def _code(pages_: Blueprint, errands: Errands) -> None:
    @pages_.get("/code")
    @needs("sign_in")
    def code() -> ResponseReturnValue:
        return _elsewhere(errands, State.SENT) or _code_form(errands).show()

    @pages_.post("/code")
    @needs("sign_in")
    def prove() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            challenge_id = errands.doors.hers.challenge_id(cookies.get(cookies.CHALLENGE))
            challenge = errands.doors.hers.prove(challenge_id, tidy(values["code"]), door.origin())
            return _further(errands, challenge)

        return _elsewhere(errands, State.SENT) or _code_form(errands).submit(work)


def _six(pages_: Blueprint, errands: Errands) -> None:
    form = FormPage(SixForm(), "applicant/sign_in_six.html")

    @pages_.get("/six")
    @needs("sign_in")
    def six() -> ResponseReturnValue:
        return _elsewhere(errands, State.PROVED) or form.show()

    @pages_.post("/six")
    @needs("sign_in")
    def recognise() -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            challenge_id = errands.doors.hers.challenge_id(cookies.get(cookies.CHALLENGE))
            return _further(errands, errands.doors.hers.second(challenge_id, tidy(values["six"])))

        return _elsewhere(errands, State.PROVED) or form.submit(work)

    @pages_.post("/register")
    @needs("sign_in")
    def register() -> ResponseReturnValue:
        loaded(Empty(), {name: value for name, value in request.form.items() if not name.startswith("_")})
        return _elsewhere(errands, State.PROVED) or redirect(REGISTER, 303)


def _who(pages_: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def form() -> FormPage:
        challenge_id = errands.doors.hers.challenge_id(cookies.get(cookies.CHALLENGE))
        names = run.ask(lambda use: use.account.prove_code.greetings(challenge_id))
        return FormPage(who_form(names), "applicant/sign_in_who.html")

    @pages_.get("/who")
    @needs("sign_in")
    def who() -> ResponseReturnValue:
        return _elsewhere(errands, State.RECOGNISED) or form().show()

    @pages_.post("/who")
    @needs("sign_in")
    def choose() -> ResponseReturnValue:
        return _elsewhere(errands, State.RECOGNISED) or form().submit(
            lambda values: _enter(errands, int(values["who"]))
        )


def _further(errands: Errands, challenge: Challenge) -> ResponseReturnValue:
    if challenge.state is State.RECOGNISED and len(challenge.candidates) == 1:
        return _enter(errands, 0)
    return redirect(_NEXT.get(challenge.state, AGAIN), 303)


def _enter(errands: Errands, index: int) -> ResponseReturnValue:
    cookie = cookies.get(cookies.CHALLENGE)
    back = errands.doors.hers.find(cookie).back
    opened = errands.doors.hers.enter(errands.doors.hers.challenge_id(cookie), index, door.origin())
    return door.entered(opened, door.safe(back, HOME))


def _elsewhere(errands: Errands, wanted: State) -> ResponseReturnValue | None:
    """Return the way to the page this challenge is at, None when it is this one."""
    challenge = errands.doors.hers.find(cookies.get(cookies.CHALLENGE))
    return None if challenge.state is wanted else redirect(_NEXT.get(challenge.state, AGAIN), 303)


def proved(run: Runs[UseCases], errands: Errands) -> Challenge:
    """Return the challenge by which this browser proved its number within the hour, for registering with it.

    Raises Unknown, which leads to the sign-in page.
    """
    challenge_id = errands.doors.hers.challenge_id(cookies.get(cookies.CHALLENGE))
    return run.ask(lambda use: use.account.prove_code.proved(challenge_id))


def registered(errands: Errands, person_id: str, to: str = HOME) -> Response:
    """Return the redirect that signs her in who has just registered with the number proved here."""
    cookie = cookies.get(cookies.CHALLENGE)
    return door.entered(errands.doors.hers.registered(cookie, person_id, door.origin()), to)
