"""Officers' pages: how many have come how far, the women behind each number, and one woman's road."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from services.applicant.domain.journey import FUNNEL, NOW, Row, Stage
from services.applicant.usecases import UseCases
from services.applicant.usecases.journey.find import Behind, Wanted
from services.applicant.usecases.journey.funnel import Funnel, Part, fell_most
from services.applicant.usecases.person.label import Label
from services.applicant.web import journey_query, road
from shared.clock import SHANGHAI, Clock
from shared.running import Runs
from shared.web.i18n import clock_time, instant, word
from shared.web.identity.gate import actor, allowed, needs

LIST = "/applicant/journeys"
MONTHS = 12


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the pages."""
    staff = Blueprint("applicant_journey", __name__, url_prefix="/applicant", template_folder="templates")

    @staff.get("/funnel")
    @needs("journey.read", *journey_query.PlaceQuery().fields)
    def funnel() -> ResponseReturnValue:
        asked = journey_query.place()
        found = run.ask(lambda use: use.journey.funnel(asked.get("unit"), asked["month"], by=actor()))
        return render_template("applicant/funnel.html", **_funnel(found, asked["month"]))

    @staff.get("/journeys")
    @needs("journey.read", *journey_query.ListQuery().fields)
    def behind() -> ResponseReturnValue:
        wanted = journey_query.wanted()
        found = run.ask(lambda use: use.journey.behind(wanted, by=actor()))
        people = run.ask(lambda use: use.person.labels([row["_id"] for row in found.rows], by=actor()))
        rows = _newest_first(found.rows, wanted.stage, people)
        return render_template("applicant/journeys.html", labels=people, rows=rows, **_list(found, wanted))

    @staff.get("/journeys/<person_id>")
    @needs("journey.read")
    def one(person_id: str) -> ResponseReturnValue:
        found = run.ask(lambda use: use.journey.one(person_id, by=actor()))
        label = run.ask(lambda use: use.person.labels([person_id], by=actor())).get(person_id)
        return render_template(
            "applicant/journey.html", road=found, label=label, may_read=allowed("person.read"), **road.shown(found)
        )

    return staff


def address_of_list(unit: str, stage: Stage, month: str, after: str = "") -> str:
    """Return the address of the list behind one number."""
    asked = {"unit": unit, "stage": stage.value, "month": month if month != NOW else "", "after": after}
    return f"{LIST}?{urlencode({name: value for name, value in asked.items() if value})}"


def rate(count: int, before: int) -> str:
    """Return a share of the step before as 86.15%, rounded half up."""
    return f"{points((count * 20000 + before) // (2 * before))}%"


def _funnel(found: Funnel, month: str) -> dict[str, Any]:
    return {
        "unit": found.whole.unit,
        "above": [(one.title, f"/applicant/funnel?unit={one.id}") for one in found.above],
        "steps": steps(found, month),
        "rows": [_cells(part, month) for part in found.parts],
        "columns": [(stage.value, word(f"stage.{stage}"), "num") for stage in FUNNEL if found.whole.counts[stage]],
        "at": _when(found.at),
        "month": month,
        "months": _months(found.today, month),
    }


def steps(found: Funnel, month: str, *, opens: bool = True) -> list[dict[str, Any]]:
    """Return the steps of a funnel: each number with its list, the rate from the step before, and where it fell."""
    return list(_steps(found, month, opens))


def _steps(found: Funnel, month: str, opens: bool) -> Iterable[dict[str, Any]]:
    before: int | None = None
    fell = fell_most(found.whole.counts, found.before) if found.before else None
    for stage in FUNNEL:
        count = found.whole.counts[stage]
        href = address_of_list(found.whole.unit.id, stage, month) if count and opens else None
        step = {"name": word(f"stage.{stage}"), "count": count, "shown": f"{count:,}", "href": href}
        if before:
            step |= _rate(rate(count, before), fell[1] if fell and fell[0] is stage else None)
        elif before is not None:
            step |= {"rate": "—"}  # nobody came so far that a share of them could go on
        yield step
        before = count


def _rate(share: str, fell: int | None) -> dict[str, Any]:
    if fell is None:
        return {"rate": gettext("%(rate)s 走到这一步", rate=share)}
    return {"rate": gettext("%(rate)s，比去年低 %(points)s 个百分点", rate=share, points=points(fell)), "fell": True}


def points(basis: int) -> str:
    """Return basis points as 百分点 with two decimals."""
    return f"{basis // 100}.{basis % 100:02}"


def _cells(part: Part, month: str) -> dict[str, Any]:
    counts = {stage.value: part.counts[stage] for stage in FUNNEL}
    hrefs = {stage.value: address_of_list(part.unit.id, stage, month) for stage in FUNNEL if part.counts[stage]}
    return {"unit": part.unit, "counts": counts, "hrefs": hrefs}


def _newest_first(rows: Sequence[Row], stage: Stage, labels: Mapping[str, Label]) -> list[Row]:
    """Return one page by the day of the step, the last first, then by name; pages follow one another by id."""
    by_name = sorted(rows, key=lambda row: labels[row["_id"]].name if row["_id"] in labels else "")
    return sorted(by_name, key=lambda row: str(_dated(row, stage)["on"]), reverse=True)


def _dated(row: Row, stage: Stage) -> Row:
    """Return the day of a step; of a title she has lost, the day she got it."""
    step: Row = row["year"] if stage is Stage.YEAR else row["stages"].get(stage.value) or row["lost"]
    return step


def _list(found: Behind, wanted: Wanted) -> dict[str, Any]:
    further = address_of_list(found.unit.id, wanted.stage, wanted.month, found.after) if found.after else None
    return {
        "unit": found.unit,
        "units": [(one.id, one.title) for one in (found.unit, *found.near)],
        "open": found.open,
        "stage": wanted.stage.value,
        "stages": [(stage.value, word(f"stage.{stage}")) for stage in FUNNEL],
        "month": wanted.month,
        "months": _months(found.today, wanted.month),
        "next": further,
        "first": address_of_list(found.unit.id, wanted.stage, wanted.month) if wanted.after else None,
    }


def _when(at: datetime | None) -> str:
    """Return 10:20 for today, 11-23 10:20 for an earlier day, by the server's own clock like the instant itself."""
    if at is None:
        return ""
    same = at.astimezone(SHANGHAI).date() == Clock.real_now().astimezone(SHANGHAI).date()
    return clock_time(at) if same else instant(at)


def _months(today: date, asked: str) -> list[tuple[str, str]]:
    """Return this year and the last twelve months to choose from, and the one asked for where it is older."""
    counted = [divmod(today.year * 12 + today.month - 1 - n, 12) for n in range(MONTHS)]
    months = [str(today.year), *(f"{year}-{month + 1:02}" for year, month in counted)]
    older = [asked] if asked not in (NOW, *months) else []
    return [(one, period(one)) for one in months + older]


def period(asked: str) -> str:
    """Return 2026 年 11 月, or 2026 年."""
    if len(asked) == len("2026"):
        return str(gettext("%(year)s 年", year=asked))
    return str(gettext("%(year)s 年 %(month)s 月", year=asked[:4], month=int(asked[5:])))
