"""What training and loans ask about women on ledgers of earlier years: rows checked, women found or registered."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.applicant.domain.roster_row import RawRow
from services.applicant.usecases import UseCases
from services.applicant.usecases.person.printed import on_paper
from services.applicant.web.printed_schemas import OnPaperView
from services.applicant.web.schemas import ROWS, CardView, ProblemView, RosterRow, an_id
from shared.errors import Conflict
from shared.running import Runs
from shared.web.api import JsonBlueprint
from shared.web.identity.gate import actor, needs
from shared.web.schema import Form


class LedgerChecks(Form):
    """Rows of one county to be looked at."""

    unit = an_id()
    rows = fields.List(
        fields.Nested(RosterRow()), required=True, validate=validate.Length(min=1, max=ROWS, error="too_many_rows")
    )


class LedgerRegistration(Form):
    """One row whose woman is wanted."""

    unit = an_id()
    row = fields.Nested(RosterRow(), required=True)


class WomanRowView(Schema):
    """A row: who she is when she is registered, the township it counts in, what is wrong with it."""

    row = fields.Integer()
    person_id = fields.String(allow_none=True)
    town = fields.String()
    problems = fields.List(fields.Nested(ProblemView()), attribute="findings")


class WomanRowsView(Schema):
    """All rows in order."""

    rows = fields.List(fields.Nested(WomanRowView()))


class LedgerWomanView(Schema):
    """Whom a row means."""

    person_id = fields.String()
    card = fields.Nested(CardView())
    paper = fields.Nested(OnPaperView())


def routes(run: Runs[UseCases]) -> JsonBlueprint:
    """Return the internal API about women on ledgers."""
    api = JsonBlueprint("ledger_internal", __name__, url_prefix="/applicant/internal/ledger-rows")

    @api.post("/checks")
    @needs("ledger.tell")
    @api.arguments(LedgerChecks())
    @api.response(200, WomanRowsView())
    def checks(asked: dict[str, Any]) -> Any:
        rows, by = [RawRow(**row) for row in asked["rows"]], actor()
        return {"rows": run.ask(lambda use: use.person.check_ledger(asked["unit"], rows, by=by))}

    @api.post("/persons")
    @needs("ledger.tell")
    @api.arguments(LedgerRegistration())
    @api.response(200, LedgerWomanView())
    def register(asked: dict[str, Any]) -> Any:
        raw, by = RawRow(**asked["row"]), actor()

        def once_more() -> Any:
            return run.run(lambda use: use.person.register_ledger(asked["unit"], raw, by=by))

        try:
            woman = once_more()
        except Conflict:  # somebody registered the same number at the same moment: now she is there
            woman = once_more()
        return {"person_id": woman.id, "card": woman.card(), "paper": on_paper(woman)}

    return api
