"""Losses of the guarantee funds that are posted before they are written off, for anybody, without a name."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.loans.errands.loan_words import REASONS
from services.loans.usecases import UseCases
from shared.running import Runs
from shared.web.identity.gate import needs

LAST = 4


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the public page."""
    public = Blueprint("loans_notices", __name__, url_prefix="/loans", template_folder="templates")

    @public.get("/notices")
    @needs("notice.read")
    def notices() -> ResponseReturnValue:
        return render_template("loans/notices.html", rows=run.ask(_rows), reasons=REASONS)

    return public


def _rows(use: UseCases) -> list[dict[str, Any]]:
    found = []
    for loan in use.loan.write_off.posted():
        if loan.notice is None or loan.claim is None:
            continue
        county = use.replica.county_of(loan.origin.place)
        lost = loan.claim.loss_fen - loan.claim.recovered_fen
        row = {"number": loan.number[-LAST:], "lost_fen": lost, "reason": loan.notice.reason.value}
        found.append(row | {"until": loan.notice.until, "place": county.title if county else ""})
    return found
