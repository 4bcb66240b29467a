"""The forms of a class out and in: workbooks to take; 成绩单, 出勤簿, 颁证花名册, 补贴名单 to bring back row by row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.training.domain.roster import Mode, Verdict
from services.training.errands import Errands
from services.training.errands.class_forms import EXAM, FORMS, OPENING
from services.training.errands.class_sheets import Answer, Sent
from services.training.usecases import UseCases
from services.training.web.routes_rosters import uploaded, workbook
from services.training.web.schemas import SheetUpload
from services.training.web.shapes import VERDICTS
from services.training.web.shown import problem_view
from shared.access import Actor
from shared.errors import NotFound
from shared.ids import new_id
from shared.running import Runs
from shared.web.forms import controls
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once

ORDER = [one.value for one in (Verdict.ERROR, Verdict.WARN, Verdict.ACCEPT)]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """Where a workbook is sent that belongs to no class; nothing of it stays, so its answer has no address."""

    template: str
    bring: Callable[..., Answer]

    def show(self) -> ResponseReturnValue:
        """Show the empty form."""
        return self._form().show({"mode": Mode.PREVIEW.value})

    def brought(self) -> ResponseReturnValue:
        """Read what was sent and show its answer."""
        return self._form().submit(self._answer)

    def _form(self) -> FormPage:
        return FormPage(SheetUpload(), self.template, lambda: {"answer": None}, ("mode",))

    def _answer(self, _typed: dict[str, Any]) -> ResponseReturnValue:
        sent = uploaded("")
        answer = self.bring(Sent("", sent.content, sent.mode), once(), by=actor())
        blank = controls(SheetUpload(), {"mode": _next_mode(sent.mode)}, only=("mode",))
        return render_template(self.template, **_answered(answer, sent.mode), controls=blank)


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages."""
    staff = Blueprint("training_forms", __name__, url_prefix="/training", template_folder="templates")
    _out(staff, errands)
    _scores(staff, run, errands)
    _book(staff, run, errands)
    _certified(staff, run, errands)
    _paid(staff, errands)
    return staff


def _out(staff: Blueprint, errands: Errands) -> None:
    @staff.get("/classes/<class_id>/forms/<form>.xlsx")
    @needs("class.papers")
    def form(class_id: str, form: str) -> ResponseReturnValue:
        if form not in (*FORMS, EXAM, OPENING):
            raise NotFound("not_found")
        return workbook(errands.class_forms.form(class_id, form, by=actor()), f"{form}.xlsx")

    @staff.get("/subsidies/<claim_id>/dossier.xlsx")
    @needs("subsidy.papers")
    def dossier(claim_id: str) -> ResponseReturnValue:
        return workbook(errands.class_forms.dossier(claim_id, by=actor()), "dossier.xlsx")


def _scores(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.get("/classes/<class_id>/score-sheet")
    @needs("exam.score")
    def ask_scores(class_id: str) -> ResponseReturnValue:
        return _page(run, class_id, "scores").show({"mode": Mode.PREVIEW.value})

    @staff.post("/classes/<class_id>/score-sheet")
    @needs("exam.score")
    def bring_scores(class_id: str) -> ResponseReturnValue:
        return _brought(run, class_id, "scores", errands.bring_sheets.scores)


def _book(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.get("/classes/<class_id>/attendance-book")
    @needs("attendance.take")
    def ask_book(class_id: str) -> ResponseReturnValue:
        return _page(run, class_id, "attendance").show({"mode": Mode.PREVIEW.value})

    @staff.post("/classes/<class_id>/attendance-book")
    @needs("attendance.take")
    def bring_book(class_id: str) -> ResponseReturnValue:
        return _brought(run, class_id, "attendance", errands.bring_sheets.attendance)


def _certified(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.get("/classes/<class_id>/certified-sheet")
    @needs("certificate.hand_out")
    def ask_certified(class_id: str) -> ResponseReturnValue:
        return _page(run, class_id, "certified").show({"mode": Mode.PREVIEW.value})

    @staff.post("/classes/<class_id>/certified-sheet")
    @needs("certificate.hand_out")
    def bring_certified(class_id: str) -> ResponseReturnValue:
        return _brought(run, class_id, "certified", errands.certified_sheets.bring)


def _paid(staff: Blueprint, errands: Errands) -> None:
    page = SheetPage("training/paid_sheet.html", errands.paid_sheets.bring)

    @staff.get("/subsidies/payments")
    @needs("subsidy.pay")
    def ask_paid() -> ResponseReturnValue:
        return page.show()

    @staff.post("/subsidies/payments")
    @needs("subsidy.pay")
    def bring_paid() -> ResponseReturnValue:
        return page.brought()


def _brought(run: Runs[UseCases], class_id: str, form: str, bring: Callable[..., Answer]) -> ResponseReturnValue:
    """Read what was sent and show its answer; nothing of the file stays, so there is no address to go to."""

    def work(typed: dict[str, Any]) -> ResponseReturnValue:
        by: Actor = actor()
        sent = uploaded(class_id, also=frozenset({"reason"}))
        answer = bring(Sent(class_id, sent.content, sent.mode, typed.get("reason", "")), once(), by=by)
        shown = _gathered(run, class_id, form) | _answered(answer, sent.mode)
        blank = controls(SheetUpload(), {"mode": _next_mode(sent.mode)}, only=_fields(form))
        return render_template("training/sheet_in.html", **shown, controls=blank)

    return _page(run, class_id, form).submit(work)


def _page(run: Runs[UseCases], class_id: str, form: str) -> FormPage:
    return FormPage(SheetUpload(), "training/sheet_in.html", lambda: _gathered(run, class_id, form), _fields(form))


def _fields(form: str) -> tuple[str, ...]:
    return ("mode",) if form == "scores" else ("mode", "reason")


def _next_mode(mode: Mode) -> str:
    """Return what is asked for after this: who has only looked most likely writes now."""
    return Mode.PARTIAL.value if mode is Mode.PREVIEW else mode.value


def _gathered(run: Runs[UseCases], class_id: str, form: str) -> dict[str, Any]:
    by = actor()
    klass = run.ask(lambda use: use.training_class.find.one(class_id, by=by))
    return {"klass": klass, "form": form, "answer": None, "action": request.path}


def _answered(answer: Answer, mode: Mode) -> dict[str, Any]:
    """Return what a page says of a sheet that was sent, what is wrong first."""
    rows: list[dict[str, Any]] = [
        {
            "row": one.row,
            "name": one.name,
            "verdict": one.verdict.value,
            "shape": VERDICTS[one.verdict],
            "outcome": one.outcome,
            "problems": [problem_view(one.row, it, answer.table.shown()) for it in one.said],
        }
        for one in answer.rows
    ]
    rows.sort(key=lambda row: ORDER.index(row["verdict"]))
    seen = {"unseen": answer.table.unseen, "columns": answer.table.shown()}
    return {"answer": answer, **seen, "rows": rows, "mode": mode.value, "general_errors": [], "once": new_id()}
