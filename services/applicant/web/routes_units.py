"""JSON: the officer's part of the tree, one unit with what hangs below it, and names inside a county."""

from typing import Any

from services.applicant.usecases import UseCases
from services.applicant.web.schemas import BranchView, UnitsQuery, UnitsView
from shared.running import Runs
from shared.web.api import JsonBlueprint, page_of
from shared.web.identity.gate import actor, needs


def routes(run: Runs[UseCases]) -> JsonBlueprint:
    """Return the units' routes."""
    api = JsonBlueprint("applicant_units_api", __name__, url_prefix="/applicant/api/v1/units", description="Units")

    @api.get("")
    @needs("unit.read")
    @api.arguments(UnitsQuery(), location="query")
    @api.response(200, UnitsView())
    def named(asked: dict[str, Any]) -> dict[str, Any]:
        """Return open units of a county whose title begins with a text."""
        by = actor()
        return page_of(run.ask(lambda use: use.unit.find.named(asked["county"], asked["title"], by=by)), None)

    @api.get("/<unit_id>")
    @needs("unit.read")
    @api.response(200, BranchView())
    def one(unit_id: str) -> Any:
        """Return one with its ancestors and what hangs directly below it."""
        by = actor()
        return run.ask(lambda use: use.unit.find.branch(unit_id, by=by))

    return api
