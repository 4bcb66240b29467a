"""What waits for this officer in training: classes to approve or open, rosters brought in; a fragment or a page."""

from collections.abc import Sized
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
    find = use.training_class.find
    file = find.to_file(by=by) if allowed("class.file") else []
    unmarked = use.attendance.find.unmarked(by=by) if allowed("attendance.take") else []
    exams = use.exam.find.open(by=by) if allowed("exam.read") else []
    ready = find.to_examine(by=by) if allowed("class.examine") else []
    score = [one for one in exams if one.to_score] if allowed("exam.score") else []
    certify = [one for one in exams if one.to_certify] if allowed("certificate.issue") else []
    approve = find.to_approve(by=by) if allowed("class.approve") else []
    begin = find.to_open(by=by) if allowed("class.open") else []
    classes = find.some({one.source.class_id for one in rosters} | {one.class_id for one in unmarked})
    open_rosters = [one for one in rosters if one.counts.get("error") or one.mode == "preview" or one.state != "done"]
    waiting: tuple[Sized, ...] = (approve, begin, open_rosters, file, unmarked, ready, score, certify)
    return {
        "approve": approve,
        "begin": begin,
        "rosters": [(one, classes[one.source.class_id]) for one in open_rosters if one.source.class_id in classes],
        "file": file,
        "unmarked": [(one, classes[one.class_id]) for one in unmarked],
        "ready": ready,
        "score": score,
        "certify": certify,
        "count": sum(len(some) for some in waiting),
    }
