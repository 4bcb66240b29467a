"""Subsidies of interest by quarter: the list of a county, what the bank counted, and the treasury's two hands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect
from flask.typing import ResponseReturnValue

from services.loans.domain.batch import Batch, Payment, State
from services.loans.domain.contract import percent
from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.usecases.subsidy.prepare import last_quarter
from services.loans.web.money_schemas import BankFigureForm, CentralMoneyForm, Nothing, PaymentForm, QuarterForm
from services.loans.web.subsidy_sheet import workbook
from shared.access import Actor
from shared.ids import new_id
from shared.running import Runs
from shared.web import forms
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once
from shared.xlsx.sheets import XLSX

HOME = "/loans/subsidies"
MOST = 200
SHAPES = {State.PREPARED: "near", State.CHECKED: "hand", State.PAID: "done", State.DROPPED: "not"}


@dataclass(frozen=True, slots=True)
class Step:
    """A command on a batch: the last part of its address, its action, its form, the use case."""

    noun: str
    action: str
    form: type[Any]
    act: Callable[[UseCases, str, dict[str, Any], Actor], Batch]


def _pay(use: UseCases, batch_id: str, typed: dict[str, Any], by: Actor) -> Batch:
    payment = Payment(typed["document"], typed["on"], by.id, advanced=typed["advanced"] == "yes")
    return use.subsidy.handle.pay(batch_id, payment, by=by)


STEPS = (
    Step(
        "bank-figures",
        "subsidy.compare",
        BankFigureForm,
        lambda use, batch_id, typed, by: use.subsidy.handle.compare(batch_id, typed["figures"], by=by),
    ),
    Step("check", "subsidy.check", Nothing, lambda use, batch_id, _, by: use.subsidy.handle.check(batch_id, by=by)),
    Step("payment", "subsidy.pay", PaymentForm, _pay),
    Step(
        "central-money",
        "subsidy.settle",
        CentralMoneyForm,
        lambda use, batch_id, typed, by: use.subsidy.handle.settle(batch_id, typed["on"], by=by),
    ),
    Step("removal", "subsidy.drop", Nothing, lambda use, batch_id, _, by: use.subsidy.handle.drop(batch_id, by=by)),
)


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages of subsidies and their commands."""
    staff = Blueprint("loans_subsidies", __name__, url_prefix="/loans", template_folder="templates")
    _list(staff, run)
    _one(staff, run, errands)
    for step in STEPS:
        _step(staff, run, errands, step)
    return staff


def _list(staff: Blueprint, run: Runs[UseCases]) -> None:
    page = FormPage(QuarterForm(), "loans/subsidies.html", lambda: run.ask(_listed))

    @staff.get("/subsidies")
    @needs("subsidy.read")
    def listed() -> ResponseReturnValue:
        return page.show({"ends_on": run.ask(lambda use: last_quarter(use.subsidy.find.clock.today()))})

    @staff.post("/subsidies")
    @needs("subsidy.prepare")
    def prepare() -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            made = run.once(
                once(), lambda use: use.subsidy.prepare(use.subsidy.find.county(by=by).id, typed["ends_on"], by=by).id
            )
            return redirect(f"{HOME}/{made.resource_id}", 303)

        return page.submit(work)


def _one(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    @staff.get("/subsidies/<batch_id>")
    @needs("subsidy.read")
    def one(batch_id: str) -> ResponseReturnValue:
        return _page(run, errands, batch_id, Nothing()).show()

    @staff.get("/subsidies/<batch_id>/list.xlsx")
    @needs("subsidy.read")
    def sheet(batch_id: str) -> ResponseReturnValue:
        batch = run.ask(lambda use: use.subsidy.find.one(batch_id, by=actor()))
        labels = errands.labels([item.person_id for item in batch.items], by=actor())
        names = {person_id: label["name"] for person_id, label in labels.items() if label}
        head = {"Content-Disposition": f'attachment; filename="subsidies-{batch.ends_on}.xlsx"'}
        return Response(workbook(batch, names), mimetype=XLSX, headers=head)


def _step(staff: Blueprint, run: Runs[UseCases], errands: Errands, step: Step) -> None:
    @staff.post(f"/subsidies/<batch_id>/{step.noun}", endpoint=step.noun)
    @needs(step.action)
    def take(batch_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: step.act(use, batch_id, typed, by).id)
            return redirect(HOME if step.noun == "removal" else f"{HOME}/{batch_id}", 303)

        return _page(run, errands, batch_id, step.form()).submit(work)


def _listed(use: UseCases) -> dict[str, Any]:
    county = use.subsidy.find.county(by=actor())
    return {
        "county": county,
        "batches": use.subsidy.find.listed(county.id, by=actor()),
        "shapes": SHAPES,
        "may_prepare": allowed("subsidy.prepare"),
    }


def _page(run: Runs[UseCases], errands: Errands, batch_id: str, schema: Any) -> FormPage:
    return FormPage(schema, "loans/subsidy_batch.html", lambda: _shown(run, errands, batch_id))


def _shown(run: Runs[UseCases], errands: Errands, batch_id: str) -> dict[str, Any]:
    by = actor()
    batch = run.ask(lambda use: use.subsidy.find.one(batch_id, by=by))
    today = run.ask(lambda use: use.subsidy.find.clock.today())
    return {
        "batch": batch,
        "sums": batch.sums,
        "items": sorted(batch.items, key=lambda item: (item.difference_fen == 0, item.number))[:MOST],
        "most": MOST,
        "shape": SHAPES[batch.state],
        "labels": errands.labels([item.person_id for item in batch.items[:MOST]], by=by),
        "percent": percent,
        "today": today,
        "figure_controls": forms.controls(BankFigureForm()),
        "payment_controls": forms.controls(PaymentForm(), {"on": today, "advanced": "no"}),
        "central_controls": forms.controls(CentralMoneyForm(), {"on": today}),
        "allowed": allowed,
        "mine": by.id,
        "fresh": new_id,
    }
