"""Her loan on a phone: what is due next, what is left, what was paid; no script needed."""

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from services.loans.domain.batch import Payout
from services.loans.domain.extension import may_extend
from services.loans.domain.loan import RUNNING, Loan
from services.loans.errands.loan_words import REASONS
from services.loans.usecases import UseCases
from services.loans.web.money_schemas import ExtensionForm
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once

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

    @me.get("/<loan_id>/extension")
    @needs("me.read")
    def extension(loan_id: str) -> ResponseReturnValue:
        return _extension(run, loan_id).show()

    @me.post("/<loan_id>/extension")
    @needs("me.extend")
    def ask(loan_id: str) -> ResponseReturnValue:
        def work(words: dict[str, Any]) -> ResponseReturnValue:
            run.once(once(), lambda use: use.loan.extend.ask(loan_id, words["months"], by=actor()).id)
            return redirect(f"{HOME}/{loan_id}", 303)

        return _extension(run, loan_id).submit(work)

    return me


def _extension(run: Runs[UseCases], loan_id: str) -> FormPage:
    def context() -> dict[str, Any]:
        loan = run.ask(lambda use: use.loan.find.one(loan_id, by=actor()))
        today = run.ask(lambda use: use.loan.find.clock.today())
        return {"loan": loan, "limits": run.ask(lambda use: use.loan.bounds.extension(loan.origin.place, today))}

    return FormPage(ExtensionForm(), "loans/my_extension.html", context)


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
        "reasons": REASONS,
        "may_extend": may_extend(loan, today),
        "done": sum(1 for line in lines if not line.left_fen),
    }
