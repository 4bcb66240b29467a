"""A picture of a paper for an officer in whose scope the case lies; each look leaves an audit row."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from services.loans.usecases import UseCases
from services.loans.web.pages_papers import shown
from shared.running import Runs
from shared.web.identity.gate import needs


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the one route."""
    staff = Blueprint("loans_pictures", __name__, url_prefix="/loans/cases")

    @staff.get("/<application_id>/pictures/<paper_id>")
    @needs("paper.read")
    def picture(application_id: str, paper_id: str) -> ResponseReturnValue:
        return shown(run, application_id, paper_id)

    return staff
