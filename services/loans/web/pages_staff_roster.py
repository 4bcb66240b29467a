"""The staff roster of an enterprise: the form out, filled in again with every line explained; a desk reads it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.loans.domain.application import Application
from services.loans.errands import Errands
from services.loans.errands.staff_rosters import Answer
from services.loans.usecases import UseCases
from shared.errors import Invalid, NotFound, Refused
from shared.ids import new_id
from shared.running import Runs
from shared.web.i18n import word
from shared.web.identity.gate import actor, needs
from shared.web.ledgers.routes import workbook
from shared.web.ledgers.shown import problem_view, say
from shared.web.posting import FormPage, once
from shared.web.schema import Form, tick
from shared.xlsx.limits import MOST_BYTES

HERS = "/loans/me/applications"
Hers = Callable[[str], Application]


class RosterForm(Form):
    """What becomes of a sheet with wrong lines."""

    right_ones = tick("有几行不对的，先收对的，不对的改好再传")


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return her pages and the desk's workbook."""
    staff = Blueprint("loans_staff_roster", __name__, url_prefix="/loans", template_folder="templates")

    def hers(application_id: str) -> Application:
        found = run.ask(lambda use: use.application.find.one(application_id, by=actor()))
        if found.draft.business.form != "enterprise":
            raise NotFound("not_found")
        return found

    _page(staff, errands, hers)
    _workbooks(staff, errands, hers)
    return staff


def _page(staff: Blueprint, errands: Errands, hers: Hers) -> None:
    def context(application_id: str) -> dict[str, Any]:
        found = hers(application_id)
        return {"application": found, "home": f"{HERS}/{found.id}"}

    def form(application_id: str) -> FormPage:
        return FormPage(RosterForm(), "loans/staff_roster.html", lambda: context(application_id))

    @staff.get("/me/applications/<application_id>/staff-roster")
    @needs("me.read")
    def show(application_id: str) -> ResponseReturnValue:
        return form(application_id).show()

    @staff.post("/me/applications/<application_id>/staff-roster")
    @needs("me.fill")
    def bring(application_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            content, partial = _sent(), bool(typed["right_ones"])
            answer = errands.staff.bring(application_id, content, once(), partial=partial, by=actor())
            blank = {"controls": [], "general_errors": [], "once": new_id()}
            return render_template("loans/staff_roster.html", **context(application_id), **blank, **_answered(answer))

        return form(application_id).submit(work)


def _workbooks(staff: Blueprint, errands: Errands, hers: Hers) -> None:
    @staff.get("/me/applications/<application_id>/staff-roster/template.xlsx")
    @needs("me.read")
    def empty(application_id: str) -> ResponseReturnValue:
        hers(application_id)
        return workbook(errands.staff.template(), "staff.xlsx")

    @staff.get("/me/applications/<application_id>/staff-roster/rejected.xlsx")
    @needs("me.read")
    def rejected(application_id: str) -> ResponseReturnValue:
        return workbook(errands.staff.rejected(application_id, say, by=actor()), "rejected.xlsx")

    @staff.get("/cases/<case_id>/staff-roster.xlsx")
    @needs("case.read")
    def people(case_id: str) -> ResponseReturnValue:
        made = errands.staff.people(case_id, lambda code: word(f"group.{code}"), by=actor())
        return workbook(made, "staff.xlsx")


def _answered(answer: Answer) -> dict[str, Any]:
    wrong, columns = [one for one in answer.rows if one.findings], answer.table.shown()
    rows = [
        {
            "row": one.row,
            "name": one.name,
            "problems": [problem_view(one.row, it, columns) for it in one.findings],
        }
        for one in wrong
    ]
    return {"answer": answer, "rows": rows, "unseen": answer.table.unseen, "columns": columns}


def _sent() -> bytes:
    strangers = set(request.files) - {"file"}
    if strangers:
        raise Invalid({name: [Refused("unknown_field")] for name in strangers})
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Refused("file_empty")
    content = file.stream.read(MOST_BYTES + 1)
    file.stream.seek(0)  # the request's hash reads it once more
    return content
