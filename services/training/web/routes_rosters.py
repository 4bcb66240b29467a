"""Rosters in JSON, as conventions.md fixes them: upload, progress with every row, the bad rows handed back."""

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from services.training.domain.roster import Mode
from services.training.errands import Errands
from services.training.errands.bring_roster import Upload
from services.training.usecases import UseCases
from services.training.web.schemas import Created, RosterView
from services.training.web.shown import roster_view, say
from shared.errors import Invalid, Refused
from shared.running import Runs
from shared.web.api import JsonBlueprint, takes
from shared.web.identity.gate import actor, needs
from shared.web.posting import once
from shared.xlsx.limits import MOST_BYTES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KNOWN = frozenset({"mode", "_once"})
SENT = {
    "type": "object",
    "required": ["file", "mode"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "xlsx, at most 5 MB and 5000 rows"},
        "mode": {"type": "string", "enum": [mode.value for mode in Mode]},
    },
    "additionalProperties": False,
}
A_WORKBOOK = {
    "200": {"description": "a workbook", "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
}


def routes(run: Runs[UseCases], errands: Errands) -> JsonBlueprint:
    """Return the routes under /training/api/v1."""
    api = JsonBlueprint("training-rosters-api", __name__, url_prefix="/training/api/v1")

    @api.post("/classes/<class_id>/rosters")
    @api.doc(  # type: ignore[untyped-decorator]  # flask-smorest ships no types
        requestBody={"required": True, "content": {"multipart/form-data": {"schema": SENT}}}
    )
    @api.response(202, Created())
    @needs("roster.upload")
    @takes("files")
    def upload(class_id: str) -> dict[str, str]:
        run.ask(lambda use: use.training_class.find.one(class_id, by=actor()))  # before a word on what was sent
        done = errands.bring_roster(uploaded(class_id), once(), by=actor())
        return {"id": done.resource_id}

    @api.get("/rosters/<roster_id>")
    @api.response(200, RosterView())
    @needs("roster.read")
    def read(roster_id: str) -> dict[str, Any]:
        by = actor()
        roster = run.ask(lambda use: use.roster.find.one(roster_id, by=by))
        return roster_view(roster, run.ask(lambda use: use.roster.find.rows(roster_id)))

    @api.get("/rosters/<roster_id>/rejected.xlsx")
    @api.doc(responses=A_WORKBOOK)  # type: ignore[untyped-decorator]  # the same
    @needs("roster.read")
    def rejected(roster_id: str) -> ResponseReturnValue:
        return workbook(errands.hand_back.rejected(roster_id, say, by=actor()), "rejected.xlsx")

    @api.get("/rosters/template.xlsx")
    @api.doc(responses=A_WORKBOOK)  # type: ignore[untyped-decorator]  # the same
    @needs("roster.read")
    def template() -> ResponseReturnValue:
        return workbook(errands.hand_back.template(), "roster.xlsx")

    return api


def uploaded(class_id: str, also: frozenset[str] = frozenset()) -> Upload:
    """Return what was sent as multipart, `also` are further fields; raises Invalid naming the field that is wrong."""
    wrong: dict[str, list[Refused]] = {}
    strangers = (set(request.form) - KNOWN - also) | (set(request.files) - {"file"})
    wrong.update({name: [Refused("unknown_field")] for name in strangers})
    mode = request.form.get("mode", "")
    if mode not in set(Mode):
        wrong["mode"] = [Refused("not_listed" if mode else "required")]
    file = request.files.get("file")
    if file is None or not file.filename:
        wrong["file"] = [Refused("required")]
    if wrong or file is None:
        raise Invalid(wrong)
    return Upload(class_id, _content(file), Mode(mode))


def _content(file: FileStorage) -> bytes:
    # one byte more than may be: enough to know that it is too much
    content = file.stream.read(MOST_BYTES + 1)
    file.stream.seek(0)  # the request's hash reads it once more
    return content


def workbook(content: bytes, name: str) -> Response:
    """Return a workbook as a download."""
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
