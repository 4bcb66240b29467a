"""Staff pages of rosters: upload, progress that works by reloading, every row explained, what to do next."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from services.training.domain.roster import Mode, Roster, Row, State, Verdict
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.web.routes_rosters import uploaded
from services.training.web.schemas import ModeForm, ProceedForm
from services.training.web.shapes import VERDICTS
from services.training.web.shown import problem_view
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once

HOME = "/training/rosters"
STOPPED = frozenset({"failed", "gone"})  # nothing more happens by itself


def address(roster_id: str) -> str:
    """Return the page of a roster."""
    return f"{HOME}/{roster_id}"


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the staff pages of rosters."""
    staff = Blueprint("training_rosters", __name__, url_prefix="/training", template_folder="templates")
    _upload(staff, run, errands)
    _read(staff, run, errands)
    return staff


def _upload(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def form(class_id: str) -> FormPage:
        def context() -> dict[str, Any]:
            by = actor()
            return {"klass": run.ask(lambda use: use.training_class.find.one(class_id, by=by))}

        return FormPage(ModeForm(), "training/upload.html", context)

    @staff.get("/classes/<class_id>/rosters/new")
    @needs("roster.upload")
    def ask(class_id: str) -> ResponseReturnValue:
        return form(class_id).show({"mode": Mode.PREVIEW.value})

    @staff.post("/classes/<class_id>/rosters")
    @needs("roster.upload")
    def upload(class_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            return redirect(address(errands.bring_roster(uploaded(class_id), once(), by=actor()).resource_id), 303)

        return form(class_id).submit(work)


def _read(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def form(roster_id: str) -> FormPage:
        return FormPage(ProceedForm(), "training/roster.html", lambda: _shown(run, errands, roster_id))

    @staff.get("/rosters/<roster_id>")
    @needs("roster.read")
    def read(roster_id: str) -> ResponseReturnValue:
        return form(roster_id).show()

    @staff.get("/rosters/<roster_id>/progress")
    @needs("roster.read")
    def progress(roster_id: str) -> ResponseReturnValue:
        roster, trouble = run.ask(lambda use: _standing(use, roster_id))
        answer = render_template("training/_progress.html", roster=roster, **_told(trouble))
        # when it has ended the whole page is shown anew, with every row
        ended = roster.state is State.DONE or trouble in STOPPED
        return answer, 200, {"HX-Refresh": "true"} if ended else {}

    @staff.post("/rosters/<roster_id>/import")
    @needs("roster.upload")
    def proceed(roster_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by, mode = actor(), Mode(typed["mode"])
            bring = lambda use: use.roster.bring.proceed(roster_id, mode, typed["ticked"], by=by).id  # noqa: E731
            run.once(once(), bring)
            return redirect(address(roster_id), 303)

        return form(roster_id).submit(work)


def _standing(use: UseCases, roster_id: str) -> tuple[Roster, str]:
    roster = use.roster.find.one(roster_id, by=actor())
    return roster, use.roster.find.trouble(roster)


def _told(trouble: str) -> dict[str, Any]:
    return {"trouble": trouble, "stopped": trouble in STOPPED}


def _shown(run: Runs[UseCases], errands: Errands, roster_id: str) -> dict[str, Any]:
    by = actor()

    def gather(use: UseCases) -> tuple[Roster, str, list[Row], Any]:
        roster, trouble = _standing(use, roster_id)
        into = use.training_class.find.one(roster.source.class_id, by=by)
        return roster, trouble, use.roster.find.rows(roster_id), into

    roster, trouble, rows, into = run.ask(gather)
    labels = errands.labels([row.person_id for row in rows if row.person_id], by=by)
    sheet = errands.hand_back.names(roster_id, by=by) if roster.state is State.DONE else {}
    shown = [_row(row, roster) | {"name": _name(row, sheet, labels)} for row in rows]
    return {
        "roster": roster,
        **_told(trouble),
        "klass": into,
        "groups": [(verdict.value, [one for one in shown if one["verdict"] is verdict]) for verdict in _ORDER],
        "waits": roster.state is not State.DONE,
        "unseen": roster.source.unseen,
        "columns": roster.source.columns,
        "previewed": roster.mode is Mode.PREVIEW and roster.state is State.DONE,
        "good": sum(row.verdict is not Verdict.ERROR for row in rows),
        "bad": sum(row.verdict is Verdict.ERROR for row in rows),
    }


_ORDER = (Verdict.ERROR, Verdict.WARN, Verdict.ACCEPT)


def _name(row: Row, sheet: Mapping[int, str], labels: Any) -> str:
    label = labels.get(row.person_id) if row.person_id else None
    return sheet.get(row.row, "") or (label["name"] if label else "")


def _row(row: Row, roster: Roster) -> dict[str, Any]:
    return {
        "row": row.row,
        "no": row.no,
        "verdict": row.verdict,
        "shape": VERDICTS[row.verdict],
        "outcome": row.outcome,
        "problems": [problem_view(row.row, one, roster.source.columns) for one in row.findings],
        "suggested": bool(row.place and not row.place.exact),
        "ticked": row.row in roster.ticked,
    }
