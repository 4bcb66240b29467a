"""What other services ask of loans; never through the edge."""

from typing import Any

from services.loans.usecases import UseCases
from services.loans.web.lines import line
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
        who = actor()

        def ask(use: UseCases) -> list[dict[str, Any]]:
            today = use.desk.today()
            found = use.application.find.hers(person_id, by=who)
            return [line(one, today) | {"loan": loan_line(use, one.id)} for one in found]

        return {"items": run.ask(ask)}

    return api
