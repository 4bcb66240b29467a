"""The guarantee fund of a county: head-room, ledger, and the payments of the treasury with their two hands."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from services.loans.domain.bank_stop import BankStop
from services.loans.usecases import UseCases
from services.loans.web.money_schemas import Nothing, TopUpForm
from shared.access import Actor
from shared.errors import Malformed
from shared.ids import new_id
from shared.running import Runs
from shared.web import forms
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once

HOME = "/loans/fund"
PAGE = 30
StopAct = Callable[[UseCases, str, str, Actor], BankStop]
STOPS: Sequence[tuple[str, str, StopAct]] = (
    ("resumption-request", "fund.ask_resume", lambda use, fund, bank, by: use.fund.stop.ask(fund, bank, by=by)),
    ("resumption", "fund.resume", lambda use, fund, bank, by: use.fund.stop.approve(fund, bank, by=by)),
    ("resumption-refusal", "fund.resume", lambda use, fund, bank, by: use.fund.stop.refuse(fund, bank, by=by)),
)


TREASURY = {"finance_officer"}  # of loans it is shown posted losses only, so that most lines would lead it nowhere


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page of the fund and its commands."""
    staff = Blueprint("loans_fund", __name__, url_prefix="/loans", template_folder="templates")

    @staff.get("/fund")
    @needs("fund.read", "after")
    def fund() -> ResponseReturnValue:
        return _page(run, Nothing()).show()

    _top_ups(staff, run)
    for noun, action, act in STOPS:
        _stop(staff, run, noun, action, act)
    return staff


def _top_ups(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.post("/fund/top-ups")
    @needs("fund.top_up")
    def enter() -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.fund.top_up.enter(_own(use), **typed, by=by).id)
            return redirect(HOME, 303)

        return _page(run, TopUpForm()).submit(work)

    @staff.post("/fund/top-ups/<top_up_id>/booking")
    @needs("fund.book")
    def book(top_up_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by, hot = actor(), run.ask(lambda use: f"fund:{_own(use)}")
            run.once(once(), lambda use: use.fund.top_up.book(top_up_id, by=by).id, hot=hot)
            return redirect(HOME, 303)

        return _page(run, Nothing()).submit(work)

    @staff.post("/fund/top-ups/<top_up_id>/removal")
    @needs("fund.book")
    def drop(top_up_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.fund.top_up.drop(top_up_id, by=by).id)
            return redirect(HOME, 303)

        return _page(run, Nothing()).submit(work)


def _stop(staff: Blueprint, run: Runs[UseCases], noun: str, action: str, act: StopAct) -> None:
    @staff.post(f"/fund/banks/<bank_id>/{noun}", endpoint=noun)
    @needs(action)
    def take(bank_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: act(use, _own(use), bank_id, by).bank_id)
            return redirect(HOME, 303)

        return _page(run, Nothing()).submit(work)


def _own(use: UseCases) -> str:
    return use.fund.find.county(None, by=actor()).id


def _page(run: Runs[UseCases], schema: Any) -> FormPage:
    return FormPage(schema, "loans/fund.html", lambda: run.ask(_shown))


def _shown(use: UseCases) -> dict[str, Any]:
    by, before = actor(), _before()
    county = use.fund.find.county(None, by=by)
    entries = use.fund.find.entries(county.id, before=before, limit=PAGE + 1)
    shown = entries[:PAGE]
    return {
        "county": county,
        "view": use.fund.head_room(county_path=county.path),
        "year": use.fund.year.view(county),
        "entries": shown,
        "next": shown[-1].n if len(entries) > PAGE else None,
        "first": before is not None,
        "waiting": use.fund.find.waiting(county.id),
        "top_up_controls": forms.controls(TopUpForm(), {"on": use.fund.reserve.clock.today()}),
        "may_top_up": allowed("fund.top_up"),
        "may_open": allowed("loan.read")
        and by.roles != {"finance_officer"},  # the treasury is shown posted losses only
        "banks": use.fund.stop.shown(county),
        "may_ask": allowed("fund.ask_resume"),
        "may_resume": allowed("fund.resume"),
        "mine": by.id,
        "fresh": new_id,
    }


def _before() -> int | None:
    typed = request.args.get("after")
    if typed is not None and not (typed.isascii() and typed.isdecimal()):
        raise Malformed("unknown_parameter")
    return int(typed[:12]) if typed else None
