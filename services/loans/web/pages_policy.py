"""What the loan policy in force is, in plain Chinese, for anybody: from the data, with its document and place."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.loans.usecases import UseCases
from services.loans.web.schemas import PolicyQuery
from shared.running import Runs
from shared.web.identity.gate import needs
from shared.web.schema import loaded

QUERY = PolicyQuery()


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the public page."""
    policy = Blueprint("loans_policy", __name__, url_prefix="/loans", template_folder="templates")

    @policy.get("/policy")
    @needs("policy.read")
    def show() -> ResponseReturnValue:
        asked = loaded(QUERY, {name: value for name, value in request.args.items() if value})
        found = run.ask(lambda use: use.policy.terms.in_force(asked.get("place"), asked.get("on")))
        places = [(unit.division, unit.title) for unit in run.ask(lambda use: use.policy.terms.counties())]
        return render_template("loans/policy.html", found=found, values=found.version.values, places=places)

    return policy
