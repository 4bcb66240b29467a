"""The subsidy of classes: what is to be claimed, one claim with every woman on it, and the steps of each office."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.training.domain.subsidy import OPEN, Action, Claim, Head, Payment, State
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.web.claim_forms import PaymentForm, ReturnForm, SeenForm
from services.training.web.schemas import Nothing
from services.training.web.shapes import CLAIMS
from shared.access import Actor
from shared.ids import new_id
from shared.running import Runs
from shared.web.forms import controls
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once

HOME = "/training/subsidies"
REASON, PAID = ("reason",), ("on", "voucher")
PERMISSIONS = {Action.REVIEW: "subsidy.review", Action.AGREE: "subsidy.agree", Action.PAY: "subsidy.pay"}
Work = Callable[[UseCases, dict[str, Any], Actor], Claim]


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages."""
    staff = Blueprint("training_subsidies", __name__, url_prefix="/training", template_folder="templates")
    page = ClaimPage(run, errands)
    _list(staff, run)
    _claim(staff, run, page)
    _steps(staff, page)
    _endings(staff, page)
    return staff


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """The page of one claim, also where a refused command is shown."""

    run: Runs[UseCases]
    errands: Errands

    def before(self, class_id: str) -> FormPage:
        """Return the page of a class that is not claimed for yet."""

        def shown() -> dict[str, Any]:
            by = actor()
            klass, heads, document = self.run.ask(lambda use: use.subsidy.find.preview(class_id, by=by))
            rule = self.run.ask(lambda use: use.subsidy.find.rule(klass))
            facts = {"claim": None, "document": document, "rule": rule, "later": 0, "may": {"claim": True}}
            return {**facts, "klass": klass} | self._women(heads)

        return FormPage(Nothing(), "training/subsidy.html", shown)

    def form(self, claim_id: str, schema: Schema | None = None) -> FormPage:
        """Return the page of a claim; raises NotFound outside the asker's units."""
        typed = schema or Nothing()
        only = tuple(name for name in typed.load_fields if name != "version")
        return FormPage(typed, "training/subsidy.html", lambda: self._shown(claim_id), only)

    def command(self, claim_id: str, schema: Schema, work: Work) -> ResponseReturnValue:
        """Run one step and show the claim again."""

        def take(typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            self.run.once(once(), lambda use: work(use, typed, by).id)
            return redirect(address(claim_id), 303)

        return self.form(claim_id, schema).submit(take)

    def _shown(self, claim_id: str) -> dict[str, Any]:
        by = actor()

        def gather(use: UseCases) -> tuple[Claim, dict[str, Any]]:
            find = use.subsidy.find
            claim = find.one(claim_id, by=by)
            klass = find.class_of(claim)
            return claim, {"klass": klass, "rule": find.rule(klass), "later": find.working_since(claim, klass)}

        claim, known = self.run.ask(gather)
        may = {action.value: allowed(name) and claim.may(action, by.id) for action, name in PERMISSIONS.items()}
        may["hand_back"] = claim.may(Action.HAND_BACK, by.id) and (may["review"] or may["agree"] or may["pay"])
        may["dossier"] = allowed("subsidy.papers")
        may["claim"] = claim.state is State.RETURNED and allowed("subsidy.claim")
        blank = {
            "return_controls": controls(ReturnForm(), only=REASON),
            "pay_controls": controls(PaymentForm(), only=PAID),
        }
        facts = {"claim": claim, **known, "document": claim.basis.document, "may": may}
        return facts | blank | self._women(claim.heads)

    def _women(self, heads: Sequence[Head]) -> dict[str, Any]:
        labels = self.errands.labels([head.person_id for head in heads], by=actor())
        return {
            "labels": labels,
            "heads": sorted(heads, key=lambda head: (bool(head.why), head.number)),
            "counted": sum(not head.why for head in heads),
            "fen": sum(head.fen for head in heads),
            "working": sum(bool(head.job_fen) for head in heads),
            "job_fen": sum(head.job_fen for head in heads),
            "shapes": CLAIMS,
            "fresh": new_id,
        }


def address(claim_id: str) -> str:
    """Return the page of a claim."""
    return f"{HOME}/{claim_id}"


def _list(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/subsidies")
    @needs("subsidy.read")
    def listed() -> ResponseReturnValue:
        def gather(use: UseCases) -> dict[str, Any]:
            by, find = actor(), use.subsidy.find
            going, paid = find.listed(OPEN, by=by), find.listed({State.PAID}, by=by)
            classes = use.training_class.find.some({one.class_id for one in (*going, *paid)})
            to_claim = find.to_claim(by=by) if allowed("subsidy.claim") else []
            may = {"may_list": allowed("class.list"), "may_pay": allowed("subsidy.pay")}
            listed = {"to_claim": to_claim, "going": going, "paid": paid, "classes": classes}
            return {**listed, **may, "shapes": CLAIMS}

        return render_template("training/subsidies.html", **run.ask(gather))


def _claim(staff: Blueprint, run: Runs[UseCases], page: ClaimPage) -> None:
    @staff.get("/classes/<class_id>/subsidy")
    @needs("subsidy.claim")
    def before(class_id: str) -> ResponseReturnValue:
        there = run.ask(lambda use: use.subsidy.find.of_class(class_id, by=actor()))
        return redirect(address(there.id), 303) if there else page.before(class_id).show()

    @staff.post("/classes/<class_id>/subsidy")
    @needs("subsidy.claim")
    def claim(class_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            done = run.once(once(), lambda use: use.subsidy.claim(class_id, by=by).id)
            return redirect(address(done.resource_id), 303)

        return page.before(class_id).submit(work)

    @staff.get("/subsidies/<claim_id>")
    @needs("subsidy.read")
    def one(claim_id: str) -> ResponseReturnValue:
        return page.form(claim_id).show()


def _steps(staff: Blueprint, page: ClaimPage) -> None:
    @staff.post("/subsidies/<claim_id>/review")
    @needs("subsidy.review")
    def review(claim_id: str) -> ResponseReturnValue:
        def work(use: UseCases, typed: dict[str, Any], by: Actor) -> Claim:
            return use.subsidy.step.review(claim_id, by=by, version=typed["version"])

        return page.command(claim_id, SeenForm(), work)

    @staff.post("/subsidies/<claim_id>/agreement")
    @needs("subsidy.agree")
    def agree(claim_id: str) -> ResponseReturnValue:
        def work(use: UseCases, typed: dict[str, Any], by: Actor) -> Claim:
            return use.subsidy.step.agree(claim_id, by=by, version=typed["version"])

        return page.command(claim_id, SeenForm(), work)


def _endings(staff: Blueprint, page: ClaimPage) -> None:
    @staff.post("/subsidies/<claim_id>/return")
    @needs("subsidy.hand_back")
    def hand_back(claim_id: str) -> ResponseReturnValue:
        def work(use: UseCases, typed: dict[str, Any], by: Actor) -> Claim:
            return use.subsidy.step.hand_back(claim_id, typed["reason"], by=by, version=typed["version"])

        return page.command(claim_id, ReturnForm(), work)

    @staff.post("/subsidies/<claim_id>/payment")
    @needs("subsidy.pay")
    def pay(claim_id: str) -> ResponseReturnValue:
        def work(use: UseCases, typed: dict[str, Any], by: Actor) -> Claim:
            payment = Payment(typed["on"], typed["voucher"])
            return use.subsidy.step.pay(claim_id, payment, by=by, version=typed["version"])

        return page.command(claim_id, PaymentForm(), work)
