"""The front page for everybody: what is offered, which classes take names, whether she could borrow, the way in."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.applicant.errands import Errands
from services.applicant.usecases import UseCases
from shared.running import Runs
from shared.web.i18n import federation_of
from shared.web.identity.gate import needs


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the page at the root of everything."""
    front = Blueprint("applicant_front", __name__, template_folder="templates")

    @front.get("/")
    @needs("front.read")
    def page() -> ResponseReturnValue:
        classes = errands.open_classes()
        rows = None if classes is None else [_row(one) for one in classes]
        roots = run.ask(lambda use: use.unit.find.roots())
        return render_template(
            "applicant/front.html", classes=rows, place=federation_of(roots[0].title) if roots else ""
        )

    return front


def _row(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "starts_on": date.fromisoformat(one["starts_on"])}
