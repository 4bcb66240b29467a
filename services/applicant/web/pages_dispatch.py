"""The monthly dispatch for leaders: counties by completion rate, and the list behind every count."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from services.applicant.domain.dispatch.figures import Figure, Figures, Reads
from services.applicant.domain.dispatch.indicators import Group, Indicator
from services.applicant.domain.dispatch.months import after, progress_bp
from services.applicant.domain.dispatch.ranking import Place
from services.applicant.usecases import UseCases
from services.applicant.usecases.dispatch.behind import Asked, Listed
from services.applicant.usecases.dispatch.read import Beside, Dispatch, Ranked
from services.applicant.web import curve, dispatch_query
from services.applicant.web.dispatch_words import address, link, number, percent, unit_of
from services.applicant.web.journey_query import asked
from services.applicant.web.pages_journey import period, points, steps
from shared import money, workdays
from shared.clock import SHANGHAI
from shared.regions import short_place
from shared.roles import CITY, COUNTY
from shared.running import Runs
from shared.web.i18n import word
from shared.web.identity.gate import actor, allowed, needs

HOME = "/applicant/dispatch"


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page and its lists."""
    staff = Blueprint("applicant_dispatch", __name__, url_prefix=HOME, template_folder="templates")

    @staff.get("")
    @needs("dispatch.read", *dispatch_query.PageQuery().fields)
    def page() -> ResponseReturnValue:
        told = asked(dispatch_query.PageQuery())
        by = actor()
        found = run.ask(lambda use: use.dispatch.read(Group(told["group"]), told.get("month"), by=by))
        funnel = run.ask(lambda use: use.journey.funnel(None, found.month[:4], by=by))
        answer = run.ask(lambda use: use.dispatch.lock.rules.answer_workdays())
        road = steps(funnel, found.month[:4])
        return render_template("applicant/dispatch.html", road=road, **_page(found, answer))

    @staff.get("/list")
    @needs("dispatch.list", *dispatch_query.ListQuery().fields)
    def behind() -> ResponseReturnValue:
        wanted = dispatch_query.wanted()
        by = actor()
        found = run.ask(lambda use: use.dispatch.behind(wanted, by=by))
        further = address(found.unit.id, wanted.figure, wanted.month, found.after) if found.after else None
        return _list(run, found, wanted, {"next": further, "what": word(f"measure.{wanted.figure.measure}")})

    @staff.get("/corrections")
    @needs("dispatch.list", *dispatch_query.FixesQuery().fields)
    def corrections() -> ResponseReturnValue:
        wanted = dispatch_query.fixes()
        by = actor()
        found = run.ask(lambda use: use.dispatch.behind.corrections(wanted, by=by))
        lock = run.ask(lambda use: use.dispatch.lock.locks.get(wanted.month))
        further = f"{HOME}/corrections?month={wanted.month}&unit={found.unit.id}&after={found.after}"
        more = {"next": further if found.after else None, "what": gettext("更正"), "versions": lock.versions}
        return _list(run, found, wanted, more)

    return staff


def _list(run: Runs[UseCases], found: Listed, wanted: Asked, more: dict[str, Any]) -> str:
    women = [line.stream for line in found.lines if ":" not in line.stream]
    by = actor()
    labels = run.ask(lambda use: use.person.labels(women, by=by))
    others = {line.fact["path"][-1] for line in found.lines if ":" in line.stream}
    units = run.ask(lambda use: use.unit.find.some(others))
    return render_template(
        "applicant/dispatch_list.html",
        unit=found.unit,
        lines=found.lines,
        labels=labels,
        places={key: short_place(one.title) for key, one in units.items()},
        opens_classes=bool(by.roles & {*COUNTY, *CITY}),  # an inspector reads the number, training shows her no class
        month=wanted.month,
        when=period(wanted.month),
        reads=wanted.figure.reads.value,
        **more,
    )


def _page(found: Dispatch, answer: int) -> dict[str, Any]:
    head = {"name": gettext("县市区"), "count": gettext("%(unit)s / 任务", unit=unit_of(found.indicator))}
    return {
        "found": found,
        "when": period(found.month),
        "groups": [_segment(group, found) for group in Group],
        "strip": list(_strip(found)),
        "rows": [_row(one, found) for one in found.lines],
        "first": max((one.place.rate_bp or 0 for one in found.lines), default=0),
        "expected": progress_bp(found.month),
        "time": percent(progress_bp(found.month)),
        "head": head,
        "curve": curve.drawn(found.curve) if any(one.city is not None for one in found.curve) else None,
        "answer_by": workdays.add(found.lock.versions[0].at.astimezone(SHANGHAI).date(), answer)
        if found.lock.locked
        else None,
        "before": f"{HOME}?group={found.indicator.group}&month={after(found.month, -1)}",
        "may": {name: allowed(f"dispatch.{name}") for name in ("lock", "propose", "confirm", "report")},
    }


def _segment(group: Group, found: Dispatch) -> dict[str, Any]:
    href = f"{HOME}?group={group}&month={found.month}"
    return {"href": href, "label": word(f"group.{group}"), "active": group is found.indicator.group}


def _row(line: Ranked, found: Dispatch) -> dict[str, Any]:
    place, indicator = line.place, found.indicator
    return {
        "rank": place.rank or "",
        "name": short_place(line.unit.title),
        "href": f"/applicant/funnel?unit={line.unit.id}" if line.opens else None,
        "rate": percent(place.rate_bp),
        "reached": place.rate_bp or 0,
        "pace": place.pace.value if place.pace else None,
        "say": gettext("没报") if place.entry.done is None else gettext("没定任务"),
        "count": _count(place, indicator, line.unit.id if line.opens else None, found.month),
        "gap": _gap(place),
        "moved": _moved(line.moved),
    }


def _count(place: Place, indicator: Indicator, unit: str | None, month: str) -> Markup:
    done, target = number(place.entry.done, indicator), place.entry.target
    opens = unit and indicator.figure and not indicator.figure.sums and place.entry.done
    text = link(address(unit, indicator.figure, month) if opens and unit and indicator.figure else None, done)
    return Markup("{} / {}").format(text, number(target, indicator) if target else "—")


def _gap(place: Place) -> str:
    return "—" if not place.gap_bp else points(place.gap_bp)


def _moved(by: int | None) -> str:
    if not by:
        return "" if by is None else str(gettext("持平"))
    return str(gettext("升 %(n)s", n=by) if by > 0 else gettext("降 %(n)s", n=-by))


def _strip(found: Dispatch) -> Iterator[dict[str, Any]]:
    city, over = found.city, progress_bp(found.month)
    note = ""
    if city.rate_bp is not None:
        words = (
            gettext("比时间进度快 %(n)s 个百分点") if city.rate_bp >= over else gettext("比时间进度慢 %(n)s 个百分点")
        )
        note = words.replace("%(n)s", points(abs(city.rate_bp - over)))
    yield {"label": gettext("全市完成率"), "value": percent(city.rate_bp), "note": note or gettext("还没有定任务")}
    yield from (_beside(one, found) for one in found.beside[:2])
    if found.indicator.group is Group.LOAN:
        yield _repayment(found)
    else:
        yield from (_beside(one, found) for one in found.beside[2:3])


def _beside(one: Beside, found: Dispatch) -> dict[str, Any]:
    unit, indicator = unit_of(one.indicator), one.indicator
    figure = indicator.figure
    opens = figure and not figure.sums and one.done and found.opens.holds(found.root.path)
    target = f"/ {number(one.target, indicator)} {unit}" if one.target else unit
    note = gettext("本月 +%(n)s", n=number(one.month, indicator)) if one.month is not None else ""
    return {
        "label": word(f"indicator.{indicator.code}"),
        "value": number(one.done, indicator) or gettext("没报"),
        "unit": target,
        "note": note,
        "href": address(found.root.id, figure, found.month) if opens and figure else None,
    }


def _repayment(found: Dispatch) -> dict[str, Any]:
    """Return which part of what is lent is not overdue, and the households that are."""
    unit, figures, month = found.root.id, found.figures, found.month
    owed, late = _stock(figures, unit, "funded", month), _stock(figures, unit, "overdue", month)
    owed -= _stock(figures, unit, "repaid", month) + _stock(figures, unit, "subrogated", month)
    count = figures.read(unit, Figure("overdue", Reads.STOCK), month)
    text = gettext("逾期 %(n)s 户", n=count)
    opens = count and found.opens.holds(found.root.path)
    href = address(unit, Figure("overdue", Reads.STOCK), month) if opens else None
    rate = percent(10_000 - late * 10_000 // owed) if owed > 0 else "—"
    return {
        "label": gettext("还款率"),
        "value": rate,
        "note": Markup("{}，{} {}").format(link(href, text), money.wan(late), gettext("万元")),
    }


def _stock(figures: Figures, unit: str, measure: str, month: str) -> int:
    return figures.read(unit, Figure(measure, Reads.STOCK, sums=True), month)
