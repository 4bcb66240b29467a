"""The archive package of a case: ask for it with a purpose, see what is made, open it."""

from typing import Any

from flask import Blueprint, Response, redirect
from flask.typing import ResponseReturnValue

from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.web.pages_queue import case_address
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once
from shared.web.schema import Form, text


class ArchiveForm(Form):
    """What the package is for."""

    purpose = text("用途", most=60, least=2, help="会印在每一页上，也记进查阅记录")


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the page, its command and the package."""
    archive = Blueprint("loans_archive", __name__, url_prefix="/loans/cases", template_folder="templates")

    def form(case_id: str) -> FormPage:
        def context() -> dict[str, Any]:
            by = actor()
            listed = run.ask(lambda use: use.archive.read.listed(case_id, by=by))
            found, _claim = run.ask(lambda use: use.desk.queue.case(case_id, by=by))
            return {
                "application": found,
                "archives": listed,
                "days": run.ask(lambda use: use.desk.routes.archive_days(found.place)),
            }

        return FormPage(ArchiveForm(), "loans/archive.html", context)

    @archive.get("/<case_id>/archives")
    @needs("archive.make")
    def show(case_id: str) -> ResponseReturnValue:
        return form(case_id).show()

    @archive.post("/<case_id>/archives")
    @needs("archive.make")
    def ask(case_id: str) -> ResponseReturnValue:
        def work(words: dict[str, Any]) -> ResponseReturnValue:
            by, command = actor(), once()
            found, _claim = run.ask(lambda use: use.desk.queue.case(case_id, by=by))
            label = errands.labels([found.person_id], by=by).get(found.person_id)
            name = label["name"] if label else ""
            run.once(command, lambda use: use.archive.ask(case_id, words["purpose"], name, by=by).id)
            return redirect(f"{case_address(case_id)}/archives", 303)

        return form(case_id).submit(work)

    @archive.get("/<case_id>/archives/<archive_id>")
    @needs("archive.make")
    def opened(case_id: str, archive_id: str) -> ResponseReturnValue:
        pdf = run.run(lambda use: use.archive.read.content(case_id, archive_id, by=actor()))
        headers = {"Content-Disposition": f'attachment; filename="{archive_id}.pdf"', "Cache-Control": "no-store"}
        return Response(pdf, mimetype="application/pdf", headers=headers)

    return archive
