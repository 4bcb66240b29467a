"""What other services ask of loans; never through the edge."""

from typing import Any

from services.loans.usecases import UseCases
from services.loans.web.loan_line import loan_line
from services.loans.web.schemas import LinesView
from shared.running import Runs
from shared.web.api import JsonBlueprint
from shared.web.identity.gate import actor, needs


def routes(run: Runs[UseCases]) -> JsonBlueprint:
    """Return the internal routes."""
    api = JsonBlueprint("loans_internal", __name__, url_prefix="/loans/internal", description="Between services")

    @api.get("/persons/<person_id>/applications")
    @needs("application.tell")
    @api.response(200, LinesView())
    def applications(person_id: str) -> dict[str, Any]:
        """Return one woman's applications, newest first, as far as the end user may see them."""
        found = run.ask(lambda use: use.application.find.hers(person_id, by=actor()))
        lines = [
            {
                "application_id": one.id,
                "number": one.number,
                "state": one.state.value,
                "started_on": one.origin.started_on,
                "amount_fen": one.draft.need.amount_fen,
                "loan": run.ask(lambda use, one=one: loan_line(use, one.id)),  # type: ignore[misc]  # the loop's value
            }
            for one in found
        ]
        return {"items": lines}

    return api
