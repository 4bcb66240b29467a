"""One woman's points: her tries, what was put right in them and why, and the form that puts one right."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from services.training.domain.enrolment import Enrolment, State
from services.training.domain.points import CHEATED
from services.training.domain.training_class import TrainingClass
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.usecases.exam.correct import Right
from services.training.web.correction_schemas import PointsRequest, points_form
from services.training.web.pages_attendance import name_of
from services.training.web.pages_exams import address
from services.training.web.schemas import EnrolmentView
from services.training.web.shapes import PLACES
from shared.running import Runs
from shared.web.api import JsonBlueprint
from shared.web.i18n import word
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the page."""
    staff = Blueprint("training_points", __name__, url_prefix="/training", template_folder="templates")

    @staff.get("/enrolments/<enrolment_id>/points")
    @needs("exam.correct")
    def ask(enrolment_id: str) -> ResponseReturnValue:
        page, place = _page(run, errands, enrolment_id)
        if not place.scores:
            return page.show()
        last = place.scores[-1]
        return page.show({"number": str(len(place.scores)), "theory": last.theory, "practice": last.practice})

    @staff.post("/enrolments/<enrolment_id>/points")
    @needs("exam.correct")
    def correct(enrolment_id: str) -> ResponseReturnValue:
        page, place = _page(run, errands, enrolment_id)

        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            right, by = _right(typed), actor()
            run.once(once(), lambda use: use.exam.correct(enrolment_id, right, by=by).id)
            return redirect(address(place.class_id), 303)

        return page.submit(work)

    return staff


def routes(run: Runs[UseCases]) -> JsonBlueprint:
    """Return the same for programs."""
    api = JsonBlueprint("training-points-api", __name__, url_prefix="/training/api/v1")

    @api.post("/enrolments/<enrolment_id>/points")
    @api.arguments(PointsRequest())
    @api.response(200, EnrolmentView())
    @needs("exam.correct")
    def correct(data: dict[str, Any], enrolment_id: str) -> dict[str, Any]:
        right, by = _right(data), actor()
        run.once(once(), lambda use: use.exam.correct(enrolment_id, right, by=by).id)
        _, place = run.ask(lambda use: use.exam.find.place(enrolment_id, by=by))
        return {"id": place.id, "class_id": place.class_id, "state": place.state.value, "rank": None}

    return api


def _right(typed: Mapping[str, Any]) -> Right:
    points = (int(typed["number"]), typed["theory"], typed["practice"])
    return Right(*points, typed.get("reason", ""), typed.get("version"))


def _page(run: Runs[UseCases], errands: Errands, enrolment_id: str) -> tuple[FormPage, Enrolment]:
    by = actor()

    def gather(use: UseCases) -> tuple[TrainingClass, Enrolment, Any]:
        klass, place = use.exam.find.place(enrolment_id, by=by)
        return klass, place, use.attendance.find.standard(klass).exam

    klass, place, rule = run.ask(gather)
    context = {
        "klass": klass,
        "seat": place,
        "rule": rule,
        "name": name_of(errands.labels([place.person_id], by=by), place.person_id),
        "shapes": PLACES,
        "corrections": list(reversed(place.corrections)),
        "open": place.state in (State.PASSED, State.FAILED, State.CERTIFIED) and bool(place.scores),
        "words": {score.void: word(f"revoked.{score.void}") for score in place.scores if score.void},
    }
    tries = [(str(n), n, one.theory, one.practice) for n, one in enumerate(place.scores, 1) if one.void != CHEATED]
    return FormPage(points_form(tries), "training/points.html", lambda: context), place
