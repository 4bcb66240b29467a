"""The bank's contracts: what waits for one, what waits for a second hand, what waits for its money."""

from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from services.loans.domain.contract import Contract, State, percent
from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.usecases.loan.disburse import Receipt
from services.loans.usecases.loan.sign import Paper
from services.loans.web.money_schemas import ContractForm, Nothing, ReceiptForm
from shared.ids import new_id
from shared.money import capital
from shared.running import Runs
from shared.web import forms
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once

HOME = "/loans/contracts"


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages of contracts."""
    staff = Blueprint("loans_contracts", __name__, url_prefix="/loans", template_folder="templates")
    _list(staff, run, errands)
    _prepare(staff, run, errands)
    _one(staff, run, errands)
    _disburse(staff, run, errands)
    return staff


def waiting(use: UseCases) -> dict[str, Any]:
    """Return what waits at the asker's bank: approved applications, contracts to confirm, contracts to pay out."""
    by = actor()
    find = use.loan.find
    return {
        "approved": find.approved(by=by) if allowed("contract.prepare") else [],
        "prepared": find.contracts_in(State.PREPARED, by=by),
        "signed": find.contracts_in(State.SIGNED, by=by),
    }


def _list(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.get("/contracts")
    @needs("contract.read")
    def listed() -> ResponseReturnValue:
        found = run.ask(waiting)
        people = [one.person_id for rows in found.values() for one in rows]
        return render_template(
            "loans/contracts.html", **found, labels=errands.labels(people, by=actor()), mine=actor().id
        )


def _prepare(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def form(application_id: str) -> FormPage:
        def context() -> dict[str, Any]:
            application = run.ask(lambda use: use.loan.sign.application(application_id, by=actor()))
            today = run.ask(lambda use: use.loan.find.clock.today())
            label = errands.borrower(application.person_id, application.number, today, by=actor())
            bases = run.ask(lambda use: use.loan.bounds.bases(application.place, today))
            most = run.ask(lambda use: use.loan.bounds.ceilings(application.place, today))
            shown = {base: (percent(bp), percent(most[base])) for base, bp in bases.items()}
            return {"application": application, "label": label, "bases": shown}

        return FormPage(ContractForm(), "loans/contract_form.html", context)

    @staff.get("/applications/<application_id>/contract")
    @needs("contract.prepare")
    def ask(application_id: str) -> ResponseReturnValue:
        return form(application_id).show(run.ask(lambda use: _suggested(use, application_id)))

    @staff.post("/applications/<application_id>/contract")
    @needs("contract.prepare")
    def prepare(application_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            said = {name: typed.get(name) == "yes" for name in ("other_loans", "refinanced")}
            by, paper = actor(), Paper(**typed | said)
            done = run.once(once(), lambda use: use.loan.sign.prepare(application_id, paper, by=by).id)
            return redirect(f"{HOME}/{done.resource_id}", 303)

        return form(application_id).submit(work)


def _suggested(use: UseCases, application_id: str) -> dict[str, Any]:
    grant = use.loan.sign.application(application_id, by=actor()).grant
    if grant is None:
        return {}
    return {
        "amount_fen": grant.amount_fen,
        "term_months": grant.term_months,
        "rate_bp": percent(grant.rate_bp),
        "base": "LPR1Y",
        "signed_on": use.loan.find.clock.today(),
        "refinanced": "no",
    }


def _one(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.get("/contracts/<contract_id>")
    @needs("contract.read")
    def one(contract_id: str) -> ResponseReturnValue:
        return page(run, errands, contract_id, Nothing()).show()

    @staff.post("/contracts/<contract_id>/confirmation")
    @needs("contract.confirm")
    def confirm(contract_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.loan.sign.confirm(contract_id, by=by).id)
            return redirect(f"{HOME}/{contract_id}", 303)

        return page(run, errands, contract_id, Nothing()).submit(work)

    @staff.post("/contracts/<contract_id>/removal")
    @needs("contract.drop")
    def drop(contract_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.loan.sign.drop(contract_id, by=by).id)
            return redirect(HOME, 303)

        return page(run, errands, contract_id, Nothing()).submit(work)


def _disburse(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.post("/contracts/<contract_id>/disbursement")
    @needs("loan.disburse")
    def disburse(contract_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by, receipt = actor(), Receipt(**typed)
            hot = run.ask(lambda use: use.loan.disburse.key(contract_id, by=by))
            done = run.once(once(), lambda use: use.loan.disburse(contract_id, receipt, by=by).id, hot=hot)
            return redirect(f"/loans/loans/{done.resource_id}", 303)

        return page(run, errands, contract_id, ReceiptForm()).submit(work)


def page(run: Runs[UseCases], errands: Errands, contract_id: str, schema: Any) -> FormPage:
    """Return the page of a contract, also where a refused command is shown."""

    def context() -> dict[str, Any]:
        found: Contract = run.ask(lambda use: use.loan.find.contract(contract_id, by=actor()))
        today = run.ask(lambda use: use.loan.find.clock.today())
        agreed = found.agreed
        return {
            "contract": found,
            "label": errands.borrower(found.person_id, agreed.number, today, by=actor()),
            "capital": capital(agreed.amount_fen),
            "rate": percent(agreed.rate_bp),
            "lpr": percent(agreed.lpr_bp),
            "receipt_controls": forms.controls(ReceiptForm(), {"on": today}),
            "may_confirm": allowed("contract.confirm") and found.prepared_by != actor().id,
            "may_drop": allowed("contract.drop"),
            "may_disburse": allowed("loan.disburse"),
            "loan": run.ask(lambda use: use.loan.find.of_application(found.application_id)),
            "fresh": new_id,
        }

    return FormPage(schema, "loans/contract.html", context)
