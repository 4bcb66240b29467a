"""The code on the teacher's screen, and the page a phone comes to that has scanned it."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.web.schemas import Nothing
from shared.running import Runs
from shared.web.identity import cookies
from shared.web.identity.codes import fingerprint
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages."""
    here = Blueprint("training_here", __name__, url_prefix="/training", template_folder="templates")
    _screen(here, run, errands)
    _phone(here, run, errands)
    return here


def _screen(here: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def shown(session_id: str) -> dict[str, Any]:
        by = actor()

        def ask(use: UseCases) -> dict[str, Any]:
            sitting = use.attendance.find.sitting(session_id, by=by)
            rule = use.catalogue.code(sitting.session.slot.on)
            now = use.attendance.find.clock.now()
            return {"sitting": sitting, "rule": rule, "code": _code(errands, session_id, rule, now)}

        return run.ask(ask)

    @here.get("/sessions/<session_id>/code")
    @needs("attendance.take")
    def screen(session_id: str) -> ResponseReturnValue:
        return render_template("training/code.html", **shown(session_id))

    @here.get("/sessions/<session_id>/code/now")
    @needs("attendance.take")
    def now(session_id: str) -> ResponseReturnValue:
        return render_template("training/_code.html", **shown(session_id))


def _code(errands: Errands, session_id: str, rule: Any, now: Any) -> Markup:
    return errands.roll_code.picture(errands.roll_code.address(session_id, rule, now))


def _phone(here: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def page(session_id: str, window: int, signed: str, *, done: bool = False) -> FormPage:
        errands.roll_code.check(session_id, window, signed)

        def shown() -> dict[str, Any]:
            found = run.ask(lambda use: _session(use, session_id))
            return {**found, "done": done, "action": f"/training/here/{session_id}/{window}/{signed}"}

        return FormPage(Nothing(), "training/here.html", shown)

    @here.get("/here/<session_id>/<int:window>/<signed>")
    @needs("attendance.come")
    def ask(session_id: str, window: int, signed: str) -> ResponseReturnValue:
        return page(session_id, window, signed).show()

    @here.post("/here/<session_id>/<int:window>/<signed>")
    @needs("attendance.come")
    def come(session_id: str, window: int, signed: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            device = cookies.get(cookies.DEVICE)
            phone = fingerprint(device).hex()[:32] if device else ""
            errands.roll_code.come((session_id, window, signed), phone, once(), by=actor())
            return page(session_id, window, signed, done=True).show()

        return page(session_id, window, signed).submit(work)


def _session(use: UseCases, session_id: str) -> dict[str, Any]:
    session = use.attendance.find.sessions.get(session_id)
    return {"session": session, "klass": use.attendance.find.class_of(session)}
