"""How the desks do, month by month: days at each step, late ones, reasons by county; each number opens its lines."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from services.loans.errands import Errands
from services.loans.usecases import UseCases
from services.loans.usecases.desk.figures import MOST, Filter, Span, StepSum, WhySum
from shared.errors import Malformed
from shared.regions import Level
from shared.running import Runs
from shared.web.i18n import word
from shared.web.identity.gate import actor, needs
from shared.xlsx.sheets import XLSX, Sheet, workbook

HOME = "/loans/figures"
SPAN = re.compile(r"\A(20[0-9]{2})(?:-(0[1-9]|1[0-2]))?\Z")
WORD = re.compile(r"\A[0-9A-Za-z_]{1,40}\Z")
FILTERS = ("act", "outcome", "code", "division", "account", "late")
MONTHS = 12
OUTCOMES = ("passed", "returned", "rejected")
Steps = list[dict[str, Any]]


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages."""
    figures = Blueprint("loans_figures", __name__, url_prefix="/loans", template_folder="templates")

    @figures.get("/figures")
    @needs("desk.statistics", "span")
    def show() -> ResponseReturnValue:
        return render_template("loans/figures.html", **_figures(run))

    @figures.get("/figures.xlsx")
    @needs("desk.statistics", "span")
    def file() -> ResponseReturnValue:
        found = _figures(run)
        head = {"Content-Disposition": f'attachment; filename="desks-{found["span"]}.xlsx"'}
        return Response(workbook(sheets(found)), mimetype=XLSX, headers=head)

    @figures.get("/figures/lines")
    @needs("desk.statistics", "span", *FILTERS)
    def lines() -> ResponseReturnValue:
        name, span = _span(run)
        wanted, by = _filter(), actor()
        found = run.ask(lambda use: use.desk.figures.lines(span, wanted, by=by))
        labels = errands.labels([one.person_id for one in found], by=by)
        return render_template("loans/figure_lines.html", lines=found, labels=labels, span=name, most=MOST)

    return figures


def _figures(run: Runs[UseCases]) -> dict[str, Any]:
    name, span = _span(run)
    by = actor()

    def ask(use: UseCases) -> dict[str, Any]:
        counties = {unit.division or "": unit.title for unit in use.replica.units.of_level(Level.COUNTY)}
        whys = use.desk.figures.whys(span, by=by)
        place = next((post.path for post in by.posts if post.path), ())
        texts = {one.code: one.text for one in use.desk.routes.reasons(place).named({why.code for why in whys})}
        return {
            "steps": steps(use.desk.figures.steps(span, by=by)),
            "whys": [_why(one, counties, texts) for one in whys],
            "work": [one for one in use.desk.figures.work(span, by=by) if one.account],
        }

    return run.ask(ask) | {"span": name, "spans": _spans(run), "home": HOME, "href": _href(name)}


def steps(sums: Sequence[StepSum]) -> Steps:
    """Return one row for each act: how many came out how, days on average to a tenth, how many were late."""
    found: dict[str, dict[str, Any]] = {}
    for one in sums:
        row = found.setdefault(one.act, {"act": one.act, "n": 0, "days": 0, "late": 0, **dict.fromkeys(OUTCOMES, 0)})
        for name, more in (("n", one.n), ("days", one.days), ("late", one.late), (one.outcome, one.n)):
            row[name] += more
    return [
        row | {"title": word(f"act.{row['act']}"), "tenths": tenths(row["days"], row["n"])} for row in found.values()
    ]


def tenths(days: int, n: int) -> str:
    """Return days / n to a tenth, half up, without a float: 7, 2 → 3.5."""
    whole = (20 * days + n) // (2 * n) if n else 0
    return f"{whole // 10}.{whole % 10}"


def _why(one: WhySum, counties: dict[str, str], texts: dict[str, str]) -> dict[str, Any]:
    text = word(f"criterion.{one.code}") if one.outcome == "kept_out" else texts.get(one.code, one.code)
    county = counties.get(one.division, one.division)
    kind = word("outcome.kept_out") if one.outcome == "kept_out" else word(f"outcome.{one.outcome}")
    asked = {"outcome": one.outcome, "code": one.code, "division": one.division}
    return {"county": county, "kind": kind, "text": text, "code": one.code, "n": one.n, "asked": asked, **asked}


def sheets(found: dict[str, Any]) -> list[Sheet]:
    """Return the three tables of the page as sheets."""
    one = ("",)
    heads = [(word(name), one) for name in ("办了", "通过", "退回", "不通过", "用了几天", "超时")]
    rows = [(row["title"], [row[name] for name in ("n", *OUTCOMES, "days", "late")]) for row in found["steps"]]
    whys = [(f"{row['county']} {row['kind']} {row['text']}", [row["n"]]) for row in found["whys"]]
    work = [(row.name, [row.n, row.late]) for row in found["work"]]
    return [
        Sheet(word("每一步用几天"), found["span"], word("哪一步"), heads, rows),
        Sheet(word("为什么没办成"), found["span"], word("哪个县、为什么"), [(word("件数"), one)], whys),
        Sheet(word("谁办了多少"), found["span"], word("谁"), [(word("办了"), one), (word("超时"), one)], work),
    ]


def _span(run: Runs[UseCases]) -> tuple[str, Span]:
    today = run.ask(lambda use: use.desk.today())
    name = request.args.get("span", "") or f"{today:%Y-%m}"
    found = SPAN.match(name)
    if found is None:
        raise Malformed("unknown_parameter")
    year, month = int(found[1]), int(found[2] or 0)
    if not month:
        return name, Span(date(year, 1, 1), date(year, 12, 31))
    following = date(year + month // 12, month % 12 + 1, 1)
    return name, Span(date(year, month, 1), following - timedelta(days=1))


def _spans(run: Runs[UseCases]) -> list[tuple[str, str]]:
    """Return the year and its months so far, then those of last year, as one chooses them."""
    today = run.ask(lambda use: use.desk.today())
    months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(MONTHS)]
    years = [(str(year), word("%(year)s 年全年", year=year)) for year in (today.year, today.year - 1)]
    named = [(f"{year}-{month + 1:02d}", word("%(y)s 年 %(m)s 月", y=year, m=month + 1)) for year, month in months]
    return [*named, *years]


def _filter() -> Filter:
    asked = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    if any(WORD.match(value) is None for value in asked.values()):
        raise Malformed("unknown_parameter")
    late = asked.pop("late", "") == "1"
    return Filter(**asked, late=late)


def _href(span: str) -> Any:
    def href(**asked: str) -> str:
        return f"{HOME}/lines?{urlencode({'span': span, **asked})}"

    return href
