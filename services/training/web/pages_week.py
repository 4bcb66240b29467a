"""The week of a county, a room or a teacher: a grid on a desk, room by room, a list on a phone and on paper."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.training.domain.week import MOST_LANES, Planned, by_room, days
from services.training.usecases import UseCases
from services.training.usecases.timetable.week import Week
from services.training.web.grid import Grid, crafts_of
from services.training.web.timetable_schemas import WeekQuery
from services.training.web.ways import names_of
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.schema import loaded

QUERY = WeekQuery()


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page."""
    staff = Blueprint("training_week", __name__, url_prefix="/training", template_folder="templates")

    @staff.get("/week")
    @needs("timetable.read", *QUERY.fields)
    def week() -> ResponseReturnValue:
        query, by = loaded(QUERY, {name: value for name, value in request.args.items() if value}), actor()
        found = run.ask(lambda use: use.timetable.week(query.get("on"), by=by))
        return render_template("training/week.html", **shown(found, query))

    return staff


def shown(week: Week, query: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the template for the part of a week that was asked for."""
    kept = [one for one in week.sessions if _wanted(one, query)]
    laid = days(week.monday, kept)
    widest = max((one.lanes for _, some in laid for one in some), default=0)
    show = query.get("show", "")
    filters = {name: query[name] for name in ("unit", "room", "teacher") if name in query}
    return {
        "week": week,
        "days": laid,
        "grid": Grid.over(kept),
        "as_grid": widest <= MOST_LANES and not show,
        "by_room": _by_room(week, kept, query) if show == "rooms" else [],
        "crowded": widest > MOST_LANES,
        "names": names_of(week.places),
        "crafts": crafts_of(kept),
        "filters": filters,
        "rooms": [(one.id, one.title) for one in week.places.rooms],
        "teachers": [(one.id, one.name) for one in week.places.teachers],
        "before": week.monday - timedelta(days=7),
        "after": week.monday + timedelta(days=7),
        "this": week.monday <= week.today < week.monday + timedelta(days=7),
        "units": sorted(week.units.items(), key=lambda item: item[1]),
        "show": show,
        "count": len(kept),
        "sunday": week.monday + timedelta(days=6),
        "number": week.monday.isocalendar().week,
    }


def _by_room(week: Week, kept: Sequence[Planned], query: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rooms with their weeks, unit by unit where there are several: each county has a room 101."""
    laid = by_room(week.monday, kept, _rooms(week, query))
    homes = {one.id: one.path[-1] for one in week.places.rooms}
    found: dict[str, list[tuple[str, list[list[Planned]]]]] = {}
    for room, days_of_it in laid.items():
        found.setdefault(week.units.get(homes.get(room, ""), ""), []).append((room, days_of_it))
    several = len(found) > 1
    return [{"title": title if several else "", "rows": rows} for title, rows in sorted(found.items())]


def _rooms(week: Week, query: dict[str, Any]) -> list[str]:
    """Return the rooms that are asked for, the free ones, too, without those that are used no more."""
    unit, room = query.get("unit"), query.get("room")
    return [
        one.id
        for one in week.places.rooms
        if not one.retired and (unit is None or unit in one.path) and room in (None, one.id) and "teacher" not in query
    ]


def _wanted(one: Planned, query: dict[str, Any]) -> bool:
    session = one.session
    return (
        query.get("unit", one.path[-1]) in one.path
        and query.get("room", session.room) == session.room
        and ("teacher" not in query or query["teacher"] in session.teachers)
    )
