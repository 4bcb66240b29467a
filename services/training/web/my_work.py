"""What waits for this officer in training: classes to approve or open, rosters brought in; a fragment or a page."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.training.domain.subsidy import OPEN, Action, Claim
from services.training.domain.subsidy import State as ClaimState
from services.training.usecases import UseCases
from shared.running import Runs
from shared.web.identity.gate import actor, allowed, needs
from shared.web.rail import Count, counted

NEXT = (Action.REVIEW, Action.AGREE, Action.PAY)
IN_MENU = {
    "/training/classes": ("approve", "begin", "file"),
    "/training/exams": ("ready", "hand_over", "score", "certify"),
    "/training/subsidies": ("to_claim", "claims"),
}


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page."""
    staff = Blueprint("training_work", __name__, url_prefix="/training", template_folder="templates")

    @staff.get("/my-work")
    @needs("work.read")
    def my_work() -> ResponseReturnValue:
        whole = "HX-Request" not in request.headers
        return render_template("training/my_work.html", **run.ask(_gather), whole=whole)

    @staff.get("/my-work/counts")
    @needs("work.read")
    def counts() -> ResponseReturnValue:
        found = run.ask(_gather)
        waiting = {href: Count(sum(len(found[one]) for one in lists)) for href, lists in IN_MENU.items()}
        missed, asked = Count(len(found["unmarked"]), late=True), Count(sum(found["incomes"]))
        return counted({**waiting, "/training/attendance": missed, "/training/follow-ups": asked})

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
    found: dict[str, list[Any]] = {
        "approve": approve,
        "begin": begin,
        "rosters": [(one, classes[one.source.class_id]) for one in open_rosters if one.source.class_id in classes],
        "file": file,
        "unmarked": [(one, classes[one.class_id]) for one in unmarked],
        "ready": ready,
        "hand_over": use.exam.lists.to_hand_over(by=by) if allowed("exam_list.keep") else [],
        "score": score,
        "certify": certify,
        "incomes": _incomes(use),
        **_settling(use),
    }
    return found | {"count": sum(len(some) for some in found.values())}


def _incomes(use: UseCases) -> list[int]:
    """Return how many women this officer is to ask for their income, as one thing to do, or nothing."""
    due = len(use.followup.due(by=actor())) if allowed("followup.answer") else 0
    return [due] if due else []


def _settling(use: UseCases) -> dict[str, list[Any]]:
    """Return the revocations, the classes to claim for and the claims that wait for this officer's step."""
    by, find = actor(), use.subsidy.find
    waiting = [one for one in find.listed(OPEN, by=by) if _mine(one, by.id)] if allowed("subsidy.read") else []
    classes = use.training_class.find.some({one.class_id for one in waiting})
    to_claim = find.to_claim(by=by) if allowed("subsidy.claim") else []
    revoke = use.certificate.revoke.waiting(by=by) if allowed("certificate.confirm_revocation") else []
    return {"revoke": revoke, "to_claim": to_claim, "claims": [(one, classes[one.class_id]) for one in waiting]}


def _mine(claim: Claim, by: str) -> bool:
    if claim.state is ClaimState.RETURNED:
        return allowed("subsidy.claim")
    return any(claim.may(action, by) and allowed(f"subsidy.{action}") for action in NEXT)
