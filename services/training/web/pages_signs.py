"""What a county's reviewer may ask about attendance: questions, by class and day."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.training.usecases import UseCases
from shared.running import Runs
from shared.web.identity.gate import actor, needs


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page."""
    staff = Blueprint("training_signs", __name__, url_prefix="/training", template_folder="templates")

    @staff.get("/attendance/questions")
    @needs("attendance.question")
    def questions() -> ResponseReturnValue:
        by = actor()
        return render_template("training/questions.html", **run.ask(lambda use: _asked(use, by)))

    return staff


def _asked(use: UseCases, by: Any) -> dict[str, Any]:
    found = use.attendance.signs(by=by)
    others = {sign.other_class for asked in found for sign in asked.signs if sign.other_class}
    return {
        "asked": found,
        "others": use.training_class.find.some(others),
        "rule": use.catalogue.signs(use.attendance.find.clock.today()),
    }
