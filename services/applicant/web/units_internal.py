"""What training and loans ask about units before an event has told them: by id, by division code."""

from typing import Any

from services.applicant.usecases import UseCases
from services.applicant.web.schemas import UnitView
from shared.running import Runs
from shared.web.api import JsonBlueprint
from shared.web.identity.gate import needs


def routes(run: Runs[UseCases]) -> JsonBlueprint:
    """Return the internal API about units."""
    api = JsonBlueprint("units_internal", __name__, url_prefix="/applicant/internal/units")

    @api.get("/<unit_id>")
    @needs("unit.tell")
    @api.response(200, UnitView())
    def one(unit_id: str) -> Any:
        return run.ask(lambda use: use.unit.find.get(unit_id))

    @api.get("/divisions/<division>")
    @needs("unit.tell")
    @api.response(200, UnitView())
    def of_division(division: str) -> Any:
        return run.ask(lambda use: use.unit.find.of_division(division))

    return api
