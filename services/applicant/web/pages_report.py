"""The month's ranking as a report on A4: what is filed and signed; printed from the browser on its own sheet."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from services.applicant.domain.dispatch.figures import Figure, Reads
from services.applicant.domain.dispatch.indicators import Group, Indicator
from services.applicant.domain.dispatch.months import progress_bp
from services.applicant.domain.dispatch.ranking import Place
from services.applicant.usecases import UseCases
from services.applicant.usecases.dispatch.read import Dispatch
from services.applicant.web import dispatch_query
from services.applicant.web.dispatch_words import locked, number, percent, unit_of
from services.applicant.web.journey_query import asked
from services.applicant.web.pages_journey import period, points
from shared import money
from shared.regions import short_place
from shared.running import Runs
from shared.web.i18n import word
from shared.web.identity.gate import actor, needs

HOME = "/applicant/dispatch"
TABLE_OF = {Group.LOAN: "T2", Group.TRAINING: "T1", Group.TITLE: "T4"}


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page."""
    staff = Blueprint("applicant_report", __name__, url_prefix=HOME, template_folder="templates")

    @staff.get("/paper")
    @needs("dispatch.read", *dispatch_query.PageQuery().fields)
    def paper() -> ResponseReturnValue:
        told, by = asked(dispatch_query.PageQuery()), actor()
        found = run.ask(lambda use: use.dispatch.read(Group(told["group"]), told.get("month"), by=by))
        return render_template("applicant/dispatch_paper.html", **_report(found))

    return staff


def _report(found: Dispatch) -> dict[str, Any]:
    indicator = found.indicator
    table = TABLE_OF.get(indicator.group)
    spans = [(gettext("本月"), Reads.MONTH)] if indicator.figure else []
    return {
        "found": found,
        "title": f"{table} {word(f'table.{table}')}" if table else gettext("组织月报"),
        "when": period(found.month),
        "locked": locked(found.lock),
        "what": word(f"indicator.{indicator.code}"),
        "measured": gettext("单位：%(units)s", units=gettext("，").join(_units(indicator))),
        "spans": [name for name, _ in [*spans, (gettext("累计"), Reads.YEAR)]],
        "units": _units(indicator),
        "rows": [(short_place(one.unit.title), list(_cells(one.place, found))) for one in found.lines],
        "total": list(_cells(found.city, found)),
        "paces": {"ahead": gettext("赶上了"), "near": gettext("慢一点"), "behind": gettext("落后")},
        "time": percent(progress_bp(found.month)),
        "back": f"{HOME}?group={indicator.group}&month={found.month}",
    }


def _units(indicator: Indicator) -> list[str]:
    """Return what is counted, and that money is in 万元."""
    return [unit_of(indicator), *([gettext("万元")] if indicator.amount else [])]


def _cells(place: Place, found: Dispatch) -> Iterator[str]:
    """Yield the numbers of one line: this month's, the year's, the target, the rate, the gap to the first."""
    indicator, unit = found.indicator, place.entry.unit
    if indicator.figure:
        this = replace(indicator.figure, reads=Reads.MONTH)
        yield number(found.figures.read(unit, this, found.month), indicator)
        yield from _amount(unit, Reads.MONTH, found)
    yield number(place.entry.done, indicator)
    yield from _amount(unit, Reads.YEAR, found)
    yield number(place.entry.target, indicator) if place.entry.target else ""
    yield percent(place.rate_bp)
    yield points(place.gap_bp) if place.gap_bp else "—"


def _amount(unit: str, reads: Reads, found: Dispatch) -> Iterator[str]:
    if found.indicator.amount:
        yield money.wan(found.figures.read(unit, Figure(found.indicator.amount, reads, sums=True), found.month))
