"""What waits for this officer in training: classes to approve or open, rosters brought in; a fragment or a page."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.training.usecases import UseCases
from shared.running import Runs
from shared.web.identity.gate import actor, allowed, needs


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page."""
    staff = Blueprint("training_work", __name__, url_prefix="/training", template_folder="templates")

    @staff.get("/my-work")
    @needs("work.read")
    def my_work() -> ResponseReturnValue:
        whole = "HX-Request" not in request.headers
        return render_template("training/my_work.html", **run.ask(_gather), whole=whole)

    return staff


def _gather(use: UseCases) -> dict[str, Any]:
    by = actor()
    rosters = use.roster.find.recent(by=by) if allowed("roster.read") else []
    classes = use.training_class.find.some({one.source.class_id for one in rosters})
    approve = use.training_class.find.to_approve(by=by) if allowed("class.approve") else []
    begin = use.training_class.find.to_open(by=by) if allowed("class.open") else []
    open_rosters = [one for one in rosters if one.counts.get("error") or one.mode == "preview" or one.state != "done"]
    return {
        "approve": approve,
        "begin": begin,
        "rosters": [(one, classes[one.source.class_id]) for one in open_rosters if one.source.class_id in classes],
        "count": len(approve) + len(begin) + len(open_rosters),
    }
