"""JSON: which loan policy is in force."""

from datetime import date

from services.loans.usecases import UseCases
from services.loans.usecases.policy.terms import InForce
from services.loans.web.schemas import PolicyQuery, PolicyView
from shared.running import Runs
from shared.web.api import JsonBlueprint
from shared.web.identity.gate import needs


def routes(run: Runs[UseCases]) -> JsonBlueprint:
    """Return the policy's routes."""
    api = JsonBlueprint("loans_policy_api", __name__, url_prefix="/loans/api/v1", description="Loan policy in force")

    @api.get("/policy")
    @needs("policy.read")
    @api.arguments(PolicyQuery(), location="query", as_kwargs=True)
    @api.response(200, PolicyView())
    def in_force(place: str | None = None, on: date | None = None) -> InForce:
        """Return the version in force for a county code on a day; the nation and today when left out."""
        return run.ask(lambda use: use.policy.terms.in_force(place, on))

    return api
