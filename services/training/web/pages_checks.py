"""The spot checks of a class: the draw with its seed, the calls, the visits."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.training.domain.spot_check import Answer
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.usecases.spot_check import CHECKED
from services.training.web.about import ABOUT
from services.training.web.check_forms import CallForm, VisitForm
from services.training.web.schemas import Nothing
from shared.ids import new_id
from shared.running import Runs
from shared.web.forms import controls
from shared.web.i18n import word
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once

Page = Callable[..., FormPage]
SHAPES = {Answer.WAS_THERE: "done", Answer.WAS_NOT: "not", Answer.NO_ANSWER: "unknown"}


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages."""
    staff = Blueprint("training_checks", __name__, url_prefix="/training", template_folder="templates")

    def form(class_id: str, schema: Schema | None = None) -> FormPage:
        return FormPage(
            schema or Nothing(), "training/checks.html", lambda: _shown(run, errands, class_id), about=ABOUT
        )

    _draw(staff, run, form)
    _results(staff, run, form)
    return staff


def _draw(staff: Blueprint, run: Runs[UseCases], form: Page) -> None:
    @staff.get("/classes/<class_id>/checks")
    @needs("spot_check.read")
    def one(class_id: str) -> ResponseReturnValue:
        return form(class_id).show()

    @staff.post("/classes/<class_id>/checks")
    @needs("spot_check.draw")
    def draw(class_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.spot_check.draw(class_id, by=by).id)
            return redirect(address(class_id), 303)

        return form(class_id).submit(work)


def _results(staff: Blueprint, run: Runs[UseCases], form: Page) -> None:
    @staff.post("/classes/<class_id>/checks/calls/<enrolment_id>")
    @needs("spot_check.call")
    def call(class_id: str, enrolment_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by, answer = actor(), Answer(typed["answer"])
            run.once(once(), lambda use: use.spot_check.call(class_id, enrolment_id, answer, by=by).id)
            return redirect(address(class_id), 303)

        return form(class_id, CallForm()).submit(work)

    @staff.post("/classes/<class_id>/checks/visits")
    @needs("spot_check.visit")
    def visit(class_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by, on, there, note = actor(), typed["on"], typed["there"], typed.get("note", "")
            run.once(once(), lambda use: use.spot_check.visit(class_id, on, there, note, by=by).id)
            return redirect(address(class_id), 303)

        return form(class_id, VisitForm()).submit(work)


def address(class_id: str) -> str:
    """Return the page of a class's checks."""
    return f"/training/classes/{class_id}/checks"


def _shown(run: Runs[UseCases], errands: Errands, class_id: str) -> dict[str, Any]:
    by = actor()
    klass, women, check = run.ask(lambda use: use.spot_check.find(class_id, by=by))
    drawn = [place for place in women if check and place.id in check.drawn]
    return {
        "klass": klass,
        "check": check,
        "women": women,
        "rule": run.ask(lambda use: use.spot_check.rule(klass)),
        "drawn": drawn,
        "labels": errands.labels([place.person_id for place in drawn], by=by),
        "shapes": SHAPES,
        "answers": [(answer.value, word(f"call.{answer}")) for answer in Answer],
        "may_draw": allowed("spot_check.draw") and klass.state in CHECKED,
        "may_call": allowed("spot_check.call"),
        "visit_controls": controls(VisitForm()),
        "fresh": new_id,
    }
