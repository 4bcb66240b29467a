"""Her loan on a phone: what is due next, what is left, what was paid; no script needed."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.loans.domain.batch import Payout
from services.loans.domain.loan import RUNNING, Loan
from services.loans.usecases import UseCases
from shared.running import Runs
from shared.web.identity.gate import actor, needs

HOME = "/loans/me/loans"


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return her page of a loan."""
    me = Blueprint("loans_my_loan", __name__, url_prefix=HOME, template_folder="templates")

    @me.get("/<loan_id>")
    @needs("me.read")
    def one(loan_id: str) -> ResponseReturnValue:
        loan = run.ask(lambda use: use.loan.find.one(loan_id, by=actor()))
        today = run.ask(lambda use: use.loan.find.clock.today())
        came = run.ask(lambda use: use.subsidy.find.paid_fen(loan_id))
        way = run.ask(lambda use: use.loan.bounds.way(loan.origin.place, loan.terms.disbursed_on))
        payout = Payout.NET if loan.terms.net else way.payout
        return render_template("loans/my_loan.html", **shown(loan, today), came_fen=came, payout=payout.value)

    return me


def shown(loan: Loan, today: date) -> dict[str, Any]:
    """Return what her page says: her own part of the interest, what the treasury pays, what is late."""
    lines = loan.account.lines()
    late = loan.account.late(today) if loan.state in RUNNING else []
    return {
        "loan": loan,
        "lines": lines,
        "late": late,
        "late_fen": sum(line.left_fen for line in late),
        "days": (today - late[0].due_on).days if late else 0,
        "subsidy_fen": sum(one.subsidy_fen for one in loan.account.quarters()),
        "running": loan.state in RUNNING,
        "done": sum(1 for line in lines if not line.left_fen),
    }
