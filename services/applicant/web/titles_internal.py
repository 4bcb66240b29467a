"""What training and loans ask about titles: those a woman or her enterprise has or had."""

from typing import Any

from services.applicant.usecases import UseCases
from services.applicant.web.schemas import TitlesView
from shared.running import Runs
from shared.web.api import JsonBlueprint
from shared.web.identity.gate import needs


def routes(run: Runs[UseCases]) -> JsonBlueprint:
    """Return the internal API of titles."""
    api = JsonBlueprint("titles_internal", __name__, url_prefix="/applicant/internal/persons")

    @api.get("/<person_id>/titles")
    @needs("title.tell")
    @api.response(200, TitlesView())
    def titles(person_id: str) -> Any:
        found = run.ask(lambda use: use.title.find.own(person_id))
        return {"items": [one for one in found if one.number]}

    return api
