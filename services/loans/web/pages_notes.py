"""The notes on a case: a page of their own, so that a note is never lost with a decision that was refused."""

from typing import Any

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from services.loans.usecases import UseCases
from services.loans.web.pages_queue import case_address
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once
from shared.web.schema import Form, text


class NoteForm(Form):
    """One note."""

    text = text("写一条", most=500, rows=3, help="经办的各单位看得到，她看不到；写了不能改")


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page."""
    notes = Blueprint("loans_notes", __name__, url_prefix="/loans/cases", template_folder="templates")

    def form(case_id: str) -> FormPage:
        def context() -> dict[str, Any]:
            by = actor()
            found, _claim = run.ask(lambda use: use.desk.queue.case(case_id, by=by))
            return {"application": found, "notes": run.ask(lambda use: use.desk.notes.of(case_id, by=by))}

        return FormPage(NoteForm(), "loans/notes.html", context)

    @notes.get("/<case_id>/notes")
    @needs("case.note")
    def show(case_id: str) -> ResponseReturnValue:
        return form(case_id).show()

    @notes.post("/<case_id>/notes")
    @needs("case.note")
    def add(case_id: str) -> ResponseReturnValue:
        def work(words: dict[str, Any]) -> ResponseReturnValue:
            run.once(once(), lambda use: use.desk.notes.add(case_id, words["text"], by=actor()))
            return redirect(f"{case_address(case_id)}/notes", 303)

        return form(case_id).submit(work)

    return notes
