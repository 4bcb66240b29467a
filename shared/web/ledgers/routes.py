"""Ledgers in JSON, as conventions.md fixes imports: upload, progress with every row, the bad rows handed back."""

from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from shared.errors import Invalid, Refused
from shared.ledger.desk import HasLedger, LedgerErrands, Upload
from shared.ledger.intake import Mode
from shared.running import Runs
from shared.web.api import JsonBlueprint, takes
from shared.web.identity.gate import actor, needs
from shared.web.ledgers.schemas import LedgerCreated, LedgerView
from shared.web.ledgers.shown import Face, ledger_view, say
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


def routes(face: Face, run: Runs[HasLedger], errands: LedgerErrands[Any]) -> JsonBlueprint:
    """Return the routes under /<service>/api/v1/<slug>."""
    kind = face.kind
    api = JsonBlueprint(f"{kind}-ledgers-api", __name__, url_prefix=face.api)

    @api.post("")
    @api.doc(  # type: ignore[untyped-decorator]  # flask-smorest ships no types
        requestBody={"required": True, "content": {"multipart/form-data": {"schema": SENT}}}
    )
    @api.response(202, LedgerCreated())
    @needs(f"{kind}_ledger.bring")
    @takes("files")
    def upload() -> dict[str, str]:
        return {"id": errands.bring(uploaded(kind), once(), by=actor()).resource_id}

    @api.get("/<ledger_id>")
    @api.response(200, LedgerView())
    @needs(f"{kind}_ledger.read")
    def read(ledger_id: str) -> dict[str, Any]:
        by = actor()
        one = run.ask(lambda use: use.ledger.find.one(kind, ledger_id, by=by))
        return ledger_view(one, run.ask(lambda use: use.ledger.find.rows(ledger_id)))

    @api.get("/<ledger_id>/rejected.xlsx")
    @api.doc(responses=A_WORKBOOK)  # type: ignore[untyped-decorator]  # the same
    @needs(f"{kind}_ledger.read")
    def rejected(ledger_id: str) -> ResponseReturnValue:
        return workbook(errands.rejected(kind, ledger_id, say, by=actor()), "rejected.xlsx")

    @api.get("/template.xlsx")
    @api.doc(responses=A_WORKBOOK)  # type: ignore[untyped-decorator]  # the same
    @needs(f"{kind}_ledger.read")
    def template() -> ResponseReturnValue:
        return workbook(errands.template(kind), f"{face.slug}.xlsx")

    if face.fills:
        _filled(api, face, errands)
    return api


def _filled(api: JsonBlueprint, face: Face, errands: LedgerErrands[Any]) -> None:
    @api.get("/filled.xlsx")
    @api.doc(responses=A_WORKBOOK)  # type: ignore[untyped-decorator]  # the same
    @needs(f"{face.kind}_ledger.read")
    def filled() -> ResponseReturnValue:
        return workbook(errands.filled(face.kind, by=actor()), f"{face.slug}-filled.xlsx")


def uploaded(kind: str) -> Upload:
    """Return what was sent as multipart; raises Invalid naming the field that is wrong."""
    wrong: dict[str, list[Refused]] = {}
    strangers = (set(request.form) - KNOWN) | (set(request.files) - {"file"})
    wrong.update({name: [Refused("unknown_field")] for name in strangers})
    mode = request.form.get("mode", "")
    if mode not in set(Mode):
        wrong["mode"] = [Refused("not_listed" if mode else "required")]
    file = request.files.get("file")
    if file is None or not file.filename:
        wrong["file"] = [Refused("required")]
    if wrong or file is None:
        raise Invalid(wrong)
    return Upload(kind, _content(file), Mode(mode))


def _content(file: FileStorage) -> bytes:
    # one byte more than may be: enough to know that it is too much
    content = file.stream.read(MOST_BYTES + 1)
    file.stream.seek(0)  # the request's hash reads it once more
    return content


def workbook(content: bytes, name: str) -> Response:
    """Return a workbook as a download."""
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
