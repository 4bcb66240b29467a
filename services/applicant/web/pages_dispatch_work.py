"""What people do for the dispatch: set targets by two hands, report a month, lock it, restate it."""

import re
from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from services.applicant.domain.dispatch.months import Cutoff
from services.applicant.usecases import UseCases
from services.applicant.usecases.dispatch.targets import Book
from services.applicant.web import dispatch_forms
from services.applicant.web.dispatch_words import number, unit_of
from services.applicant.web.pages_journey import period
from shared.clock import SHANGHAI
from shared.errors import NotFound
from shared.ids import new_id
from shared.running import Runs
from shared.web.i18n import word
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once

HOME = "/applicant/dispatch"
MONTH = re.compile(r"\A20[0-9]{2}-(?:0[1-9]|1[0-2])\Z")
YEAR = re.compile(r"\A20[0-9]{2}\Z")
SAID = ("proposed", "confirmed", "filed", "locked", "restated")


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the pages."""
    staff = Blueprint("applicant_dispatch_work", __name__, url_prefix=HOME, template_folder="templates")
    _targets(staff, run)
    _reports(staff, run)
    _months(staff, run)
    return staff


def _targets(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/targets/<year>/<indicator>")
    @needs("dispatch.read", "said")
    def targets(year: str, indicator: str) -> ResponseReturnValue:
        book = _book(run, year, indicator)
        return _targets_form(run, year, indicator).show(_filled(book))

    @staff.post("/targets/<year>/<indicator>")
    @needs("dispatch.propose")
    def propose(year: str, indicator: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            totals, by = {name.removeprefix(dispatch_forms.COUNTY): value for name, value in values.items()}, actor()
            run.once(once(), lambda use: use.dispatch.targets.propose(int(year), indicator, totals, by=by))
            return redirect(f"{HOME}/targets/{year}/{indicator}?said=proposed", 303)

        return _targets_form(run, year, indicator).submit(work)

    @staff.post("/targets/<year>/<indicator>/confirmation")
    @needs("dispatch.confirm")
    def confirm(year: str, indicator: str) -> ResponseReturnValue:
        _book(run, year, indicator)

        def work(_values: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.dispatch.targets.confirm(int(year), indicator, by=by))
            return redirect(f"{HOME}/targets/{year}/{indicator}?said=confirmed", 303)

        context = _targets_form(run, year, indicator).context
        return FormPage(dispatch_forms.LockForm(), "applicant/dispatch_targets.html", context).submit(work)


def _book(run: Runs[UseCases], year: str, indicator: str) -> Book:
    if not YEAR.match(year):
        raise NotFound("no_indicator")
    return run.ask(lambda use: use.dispatch.targets.read(int(year), indicator))


def _filled(book: Book) -> dict[str, int]:
    shown = book.targets.proposal or book.targets.rows
    return {f"{dispatch_forms.COUNTY}{unit}": sum(months) for unit, months in shown.items()}


def _targets_form(run: Runs[UseCases], year: str, indicator: str) -> FormPage:
    def context() -> dict[str, Any]:
        book = _book(run, year, indicator)
        rows = [
            (one.title, book.targets.of(one.id), sum(book.targets.proposal.get(one.id, ()))) for one in book.counties
        ]
        codes = run.ask(lambda use: [one.code for one in use.dispatch.lock.rules.indicators()])
        return {
            "year": year,
            "what": word(f"indicator.{indicator}"),
            "unit": unit_of(book.indicator),
            "rows": [(title, number(now, book.indicator), number(then, book.indicator)) for title, now, then in rows],
            "waiting": bool(book.targets.proposal),
            "mine": book.targets.proposed_by == actor().id,
            "home": f"{HOME}/targets/{year}/{indicator}",
            "others": [
                (f"{HOME}/targets/{year}/{code}", word(f"indicator.{code}"), code == indicator) for code in codes
            ],
            "may_propose": allowed("dispatch.propose"),
            "may_confirm": allowed("dispatch.confirm"),
            "said": said(),
            "confirm_once": new_id(),
        }

    book = _book(run, year, indicator)
    return FormPage(dispatch_forms.targets(book.indicator, book.counties), "applicant/dispatch_targets.html", context)


def _reports(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/reports/<month>")
    @needs("dispatch.report", "said")
    def report(month: str) -> ResponseReturnValue:
        by = actor()
        _known(month)
        sheet = run.ask(lambda use: use.dispatch.report.read(month, by=by))
        return _report_form(run, month).show(sheet.report.values)

    @staff.post("/reports/<month>")
    @needs("dispatch.report")
    def file(month: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.dispatch.report(month, values, by=by))
            return redirect(f"{HOME}/reports/{month}?said=filed", 303)

        return _report_form(run, month).submit(work)


def _report_form(run: Runs[UseCases], month: str) -> FormPage:
    _known(month)
    asked = run.ask(lambda use: use.dispatch.report.asked())

    def context() -> dict[str, Any]:
        by = actor()
        sheet = run.ask(lambda use: use.dispatch.report.read(month, by=by))
        return {"sheet": sheet, "when": period(month), "home": f"{HOME}/reports/{month}", "said": said()}

    return FormPage(dispatch_forms.report(asked), "applicant/dispatch_report.html", context)


def _months(staff: Blueprint, run: Runs[UseCases]) -> None:
    def form(month: str, schema: Any) -> FormPage:
        _known(month)
        return FormPage(schema, "applicant/dispatch_month.html", lambda: _month(run, month))

    @staff.get("/months/<month>")
    @needs("dispatch.read", "said")
    def one(month: str) -> ResponseReturnValue:
        return form(month, dispatch_forms.Reason()).show()

    @staff.post("/months/<month>/lock")
    @needs("dispatch.lock")
    def lock(month: str) -> ResponseReturnValue:
        def work(_values: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.dispatch.lock(month, by=by).month)
            return redirect(f"{HOME}/months/{month}?said=locked", 303)

        return form(month, dispatch_forms.LockForm()).submit(work)

    @staff.post("/months/<month>/restatement")
    @needs("dispatch.lock")
    def restate(month: str) -> ResponseReturnValue:
        def work(values: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(once(), lambda use: use.dispatch.lock.restate(month, values["reason"], by=by).month)
            return redirect(f"{HOME}/months/{month}?said=restated", 303)

        return form(month, dispatch_forms.Reason()).submit(work)


def _month(run: Runs[UseCases], month: str) -> dict[str, Any]:
    found = run.ask(lambda use: use.dispatch.lock.locks.get(month))
    cutoff: Cutoff = run.ask(lambda use: use.dispatch.lock.rules.cutoff())
    return {
        "month": found,
        "when": period(month),
        "opens": cutoff.opens_for_lock(month).astimezone(SHANGHAI),
        "home": f"{HOME}/months/{month}",
        "may_lock": allowed("dispatch.lock"),
        "lock_once": new_id(),
        "said": said(),
    }


def said() -> str:
    """Return what has just been done, as the address tells it; nothing else it may say is shown."""
    told = request.args.get("said", "")
    return told if told in SAID else ""


def _known(month: str) -> None:
    if not MONTH.match(month):
        raise NotFound("no_month")
