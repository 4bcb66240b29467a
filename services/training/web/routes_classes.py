"""Classes and places in JSON."""

from collections.abc import Mapping
from typing import Any

from services.training.domain.choosing import Wish
from services.training.domain.timetable import Half, Pattern
from services.training.domain.training_class import State
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.usecases.ports import Page
from services.training.web.pages_moving import wanted_of
from services.training.web.schemas import (
    BOTH,
    ClassPage,
    ClassQuery,
    ClassView,
    Created,
    EnrolmentView,
    PlanRequest,
    ReasonRequest,
)
from services.training.web.shown import class_view
from services.training.web.steps import STEPS
from services.training.web.timetable_schemas import TimeRequest
from shared.errors import NotFound
from shared.running import Runs
from shared.web.api import JsonBlueprint, page_of
from shared.web.identity.gate import actor, needs
from shared.web.posting import once


def routes(run: Runs[UseCases], errands: Errands) -> JsonBlueprint:
    """Return the routes under /training/api/v1."""
    api = JsonBlueprint("training-classes-api", __name__, url_prefix="/training/api/v1")
    _read(api, run)
    _plan(api, run)
    _move(api, run)
    for step in STEPS:
        _step(api, run, step)
    _enrol(api, run, errands)
    return api


def _read(api: JsonBlueprint, run: Runs[UseCases]) -> None:
    @api.get("/classes")
    @api.arguments(ClassQuery(), location="query")
    @api.response(200, ClassPage())
    @needs("class.list")
    def listed(query: dict[str, Any]) -> dict[str, Any]:
        states = [State(query["state"])] if "state" in query else list(State)
        page, by = Page(query.get("after"), query["page_size"]), actor()
        found = run.ask(lambda use: use.training_class.find.listed(states, page, by=by))
        return page_of([class_view(one) for one in found], found[-1].id if len(found) == page.limit else None)

    @api.get("/classes/<class_id>")
    @api.response(200, ClassView())
    @needs("class.read")
    def one(class_id: str) -> dict[str, Any]:
        by = actor()
        return class_view(run.ask(lambda use: use.training_class.find.one(class_id, by=by)))


def _plan(api: JsonBlueprint, run: Runs[UseCases]) -> None:
    @api.post("/classes")
    @api.arguments(PlanRequest())
    @api.response(201, Created())
    @needs("class.plan")
    def plan(data: dict[str, Any]) -> dict[str, str]:
        by = actor()
        wish = wish_of(data)
        return {"id": run.once(once(), lambda use: use.training_class.plan(wish, by=by).id).resource_id}


def _move(api: JsonBlueprint, run: Runs[UseCases]) -> None:
    @api.post("/sessions/<session_id>/time")
    @api.arguments(TimeRequest())
    @api.response(200, ClassView())
    @needs("class.move")
    def move(data: dict[str, Any], session_id: str) -> dict[str, Any]:
        by, wanted = actor(), wanted_of(data)
        done = run.once(once(), lambda use: use.training_class.move(session_id, wanted, by=by).id)
        return class_view(run.ask(lambda use: use.training_class.find.one(done.resource_id, by=by)))


def wish_of(typed: Mapping[str, Any]) -> Wish:
    """Return what a coordinator wants at her own unit, from a form or from JSON."""
    weekdays = frozenset(int(one) for one in typed.get("weekdays", ()))
    half = typed.get("halves", BOTH)
    pattern = Pattern(weekdays, tuple(Half) if half == BOTH else (Half(half),))
    return Wish(
        unit=unit_of("coordinator"),
        course=typed["course"],
        capacity=typed["capacity"],
        starts_on=typed.get("starts_on"),
        room=typed.get("room"),
        teachers=tuple(typed.get("teachers", ())),
        pattern=pattern,
        from_on=typed.get("from_on"),
        looms=typed.get("looms", 0),
    )


def unit_of(role: str) -> str:
    """Return the unit at which the asker holds a role; raises NotFound("unit_not_found")."""
    unit = next((post.unit for post in actor().posts if post.role == role), None)
    if unit is None:
        raise NotFound("unit_not_found")
    return unit


def _step(api: JsonBlueprint, run: Runs[UseCases], step: Any) -> None:
    @api.post(f"/classes/<class_id>/{step.noun}", endpoint=step.noun)
    @api.arguments(ReasonRequest(), required=False)
    @api.response(200, ClassView())
    @needs(step.action)
    def take(data: dict[str, Any], class_id: str) -> dict[str, Any]:
        by, why = actor(), data.get("reason", "")
        run.once(once(), lambda use: step.act(use.training_class, class_id, by, None, why).id)
        return class_view(run.ask(lambda use: use.training_class.find.one(class_id, by=by)))


def _enrol(api: JsonBlueprint, run: Runs[UseCases], errands: Errands) -> None:
    @api.post("/classes/<class_id>/enrolments")
    @api.response(201, EnrolmentView())
    @needs("enrolment.apply")
    def apply(class_id: str) -> dict[str, Any]:
        done = errands.apply(class_id, once(), by=actor())
        return run.ask(lambda use: _place(use, done.resource_id))


def _place(use: UseCases, enrolment_id: str) -> dict[str, Any]:
    one = use.enrolment.find.one(enrolment_id, by=actor())
    return {"id": one.id, "class_id": one.class_id, "state": one.state.value, "rank": use.enrolment.find.rank(one)}
