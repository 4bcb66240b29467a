"""Attendance on paper: a sheet asked for and fetched when its job has made it, and typed back from its codes."""

from io import BytesIO
from typing import Any

from flask import Blueprint, redirect, render_template, send_file
from flask.typing import ResponseReturnValue

from services.training.domain.roll_paper import typed_back
from services.training.domain.roll_print import RollPrint
from services.training.errands import Errands
from services.training.errands.roll_paper import laid_out
from services.training.usecases import UseCases
from services.training.usecases.attendance.find import Sitting
from services.training.web.about import ABOUT
from services.training.web.pages_attendance import name_of, room_of
from services.training.web.schemas import PaperForm
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages."""
    staff = Blueprint("training_roll_print", __name__, url_prefix="/training", template_folder="templates")
    _ask(staff, run, errands)
    _fetch(staff, run)
    _typed_back(staff, run, errands)
    return staff


def address(print_id: str) -> str:
    """Return the page that says when a sheet is ready."""
    return f"/training/roll-prints/{print_id}"


def _found(run: Runs[UseCases], errands: Errands, session_id: str) -> tuple[Sitting, dict[str, str]]:
    """Return a session with the names of its women by place."""
    by = actor()
    sitting = run.ask(lambda use: use.attendance.find.sitting(session_id, by=by))
    labels = errands.labels([place.person_id for place in sitting.women], by=by)
    return sitting, {place.id: name_of(labels, place.person_id) for place in sitting.women}


def _typed_page(run: Runs[UseCases], errands: Errands, session_id: str) -> FormPage:
    def shown() -> dict[str, Any]:
        sitting, names = _found(run, errands, session_id)
        rows = sorted((code, names[place]) for code, place in sitting.codes.items() if place in names)
        return {"session": sitting.session, "klass": sitting.klass, "rows": sorted(rows, key=lambda row: row[1])}

    return FormPage(PaperForm(), "training/paper.html", shown, about=ABOUT)


def _ask(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.post("/sessions/<session_id>/sheets")
    @needs("attendance.take")
    def ask(session_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by, (sitting, names) = actor(), _found(run, errands, session_id)
            html = laid_out(sitting, names, run.ask(lambda use: room_of(use, sitting.session, sitting.klass.plan.path)))
            done = run.once(once(), lambda use: use.attendance.print_roll.ask(session_id, html, by=by).id)
            return redirect(address(done.resource_id), 303)

        return _typed_page(run, errands, session_id).submit(work)


def _fetch(staff: Blueprint, run: Runs[UseCases]) -> None:
    def found(print_id: str) -> RollPrint:
        by = actor()
        return run.ask(lambda use: use.attendance.print_roll.find(print_id, by=by))

    @staff.get("/roll-prints/<print_id>")
    @needs("attendance.take")
    def one(print_id: str) -> ResponseReturnValue:
        return render_template("training/roll_print.html", one=found(print_id))

    @staff.get("/roll-prints/<print_id>/progress")
    @needs("attendance.take")
    def progress(print_id: str) -> ResponseReturnValue:
        return render_template("training/_roll_print.html", one=found(print_id))

    @staff.get("/roll-prints/<print_id>/paper.pdf")
    @needs("attendance.take")
    def paper(print_id: str) -> ResponseReturnValue:
        by = actor()
        one, pdf = run.ask(lambda use: use.attendance.print_roll.paper(print_id, by=by))
        return send_file(BytesIO(pdf), "application/pdf", as_attachment=True, download_name=one.name, max_age=0)


def _typed_back(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.get("/sessions/<session_id>/paper")
    @needs("attendance.take")
    def ask_paper(session_id: str) -> ResponseReturnValue:
        return _typed_page(run, errands, session_id).show()

    @staff.post("/sessions/<session_id>/paper")
    @needs("attendance.take")
    def type_back(session_id: str) -> ResponseReturnValue:
        sitting, _ = _found(run, errands, session_id)

        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by, there = actor(), [place.id for place in sitting.women]
            ticks = typed_back(typed.get("codes", ""), sitting.codes, there)
            run.once(once(), lambda use: use.attendance.take(session_id, ticks, by=by).id)
            return redirect(f"/training/classes/{sitting.klass.id}/attendance", 303)

        return _typed_page(run, errands, session_id).submit(work)
