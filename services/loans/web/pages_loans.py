"""Loans after their money went out: lists by the day on which money is due, one with its account and its claims."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.loans.domain.claim import recovered
from services.loans.domain.contract import percent
from services.loans.domain.extension import may_extend
from services.loans.domain.loan import RUNNING, Loan, State
from services.loans.errands import Errands
from services.loans.errands.loan_words import REASONS
from services.loans.usecases import UseCases
from services.loans.usecases.loan.ports import Page, Row
from services.loans.web.loan_commands import COMMANDS, Command
from services.loans.web.money_schemas import Nothing
from shared.errors import Malformed
from shared.ids import new_id
from shared.running import Runs
from shared.web import forms
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once
from shared.web.schema import Form

HOME = "/loans/loans"
PAGE = 50
TABS = {
    "running": (State.ACTIVE, State.EXTENDED, State.CALLED),
    "late": (State.OVERDUE, State.REVIEW),
    "claimed": (State.SUBROGATED, State.RECOVERING),
    "ended": (State.SETTLED, State.RECOVERED, State.LOSS),
}
SHAPES = {
    State.ACTIVE: "hand",
    State.EXTENDED: "hand",
    State.CALLED: "near",
    State.OVERDUE: "over",
    State.REVIEW: "near",
    State.SUBROGATED: "over",
    State.RECOVERING: "near",
    State.RECOVERED: "done",
    State.LOSS: "not",
    State.SETTLED: "done",
}
AFTER = re.compile(r"\A([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9a-f]{32})\Z")


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages of loans."""
    staff = Blueprint("loans_loans", __name__, url_prefix="/loans", template_folder="templates")
    page = LoanPage(run, errands)
    _list(staff, run, errands)
    _one(staff, page)
    for command in COMMANDS:
        _command(staff, page, command)
    return staff


def _list(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.get("/loans")
    @needs("loan.list", "show", "after")
    def listed() -> ResponseReturnValue:
        tab, after = _asked()
        found = run.ask(lambda use: use.loan.find.listed(TABS[tab], Page(after, PAGE + 1), by=actor()))
        shown = found[:PAGE]
        return render_template(
            "loans/loans.html",
            rows=shown,
            labels=errands.labels([one.person_id for one in shown], by=actor()),
            places=run.ask(lambda use: _places(use, shown)),
            today=run.ask(lambda use: use.loan.find.clock.today()),
            tab=tab,
            tabs=list(TABS),
            shapes=SHAPES,
            next=f"{shown[-1].listed_on}.{shown[-1].id}" if len(found) > PAGE else None,
            first=after is not None,
        )


def _asked() -> tuple[str, tuple[str, str] | None]:
    tab, typed = request.args.get("show", "running"), request.args.get("after")
    found = AFTER.match(typed) if typed is not None else None
    if tab not in TABS or (typed is not None and found is None):
        raise Malformed("unknown_parameter")
    return tab, (found[1], found[2]) if found else None


def _places(use: UseCases, rows: list[Row]) -> dict[str, str]:
    titles = {unit.id: unit.title for unit in use.replica.units.some({unit for row in rows for unit in row.place})}
    return {row.id: next((titles[unit] for unit in reversed(row.place) if unit in titles), "") for row in rows}


@dataclass(frozen=True, slots=True)
class LoanPage:
    """The page of one loan, also where a refused command is shown."""

    run: Runs[UseCases]
    errands: Errands

    def form(self, loan_id: str, schema: Form, noun: str = "") -> FormPage:
        """Return the page for a command's schema; raises NotFound outside the asker's units."""
        return FormPage(schema, "loans/loan.html", lambda: self.shown(loan_id) | {"refused": noun})

    def shown(self, loan_id: str) -> dict[str, Any]:
        """Return the context of the template; `forms` are the controls of each command that asks for words."""
        by = actor()
        loan = self.run.ask(lambda use: use.loan.find.one(loan_id, by=by))
        today = self.run.ask(lambda use: use.loan.find.clock.today())
        person = loan.origin.person_id
        return {
            "loan": loan,
            "lines": loan.account.lines(),
            "quarters": loan.account.quarters(),
            "batches": self.run.ask(lambda use: use.subsidy.find.of_loan(loan_id)),
            "late": loan.account.late(today) if loan.state in RUNNING else [],
            "payoff": loan.owed(today),
            "today": today,
            "rate": percent(loan.terms.rate_bp),
            "label": self.errands.borrower(person, loan.number, today, by=by),
            "where": self.run.ask(lambda use: use.replica.titles(loan.origin.place)),
            "account": self.run.ask(lambda use: use.loan.find.account_last4(loan)) if allowed("contract.read") else "",
            "shape": SHAPES[loan.state],
            "forms": {one.noun: forms.controls(one.form(), _due(loan, today)) for one in COMMANDS},
            "pay_by": loan.pay_by(self._rules(loan, today)["months_to_pay"]),
            "may_extend": may_extend(loan, today),
            "shared": recovered(loan.claim) if loan.claim and loan.claim.shares else {},
            "reasons": REASONS,
            "mine": by.id,
            "allowed": allowed,
            "fresh": new_id,
        }

    def _rules(self, loan: Loan, today: date) -> dict[str, Any]:
        return self.run.ask(lambda use: use.loan.bounds.contract(loan.origin.place, today))


def _due(loan: Loan, today: date) -> dict[str, Any]:
    """Return what should have come by today, as the form suggests it."""
    principal, interest = loan.account.due_by(today) if loan.state in RUNNING else (0, 0)
    return {"on": today, "principal_fen": principal, "interest_fen": interest}


def _one(staff: Blueprint, page: LoanPage) -> None:
    @staff.get("/loans/<loan_id>")
    @needs("loan.list")
    def one(loan_id: str) -> ResponseReturnValue:
        return page.form(loan_id, Nothing()).show()


def _command(staff: Blueprint, page: LoanPage, command: Command) -> None:
    @staff.post(f"/loans/<loan_id>/{command.noun}", endpoint=command.noun)
    @needs(command.action)
    def take(loan_id: str) -> ResponseReturnValue:
        def work(words: dict[str, Any]) -> ResponseReturnValue:
            by, run = actor(), page.run
            run.once(once(), lambda use: command.act(use, loan_id, words, by).id, hot=_hot(run, loan_id))
            return redirect(f"{HOME}/{loan_id}", 303)

        return page.form(loan_id, command.form(), command.noun).submit(work)


def _hot(run: Runs[UseCases], loan_id: str) -> str:
    by = actor()
    return run.ask(lambda use: f"fund:{use.loan.find.one(loan_id, by=by).origin.fund_id}")
