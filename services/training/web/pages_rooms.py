"""Rooms, teachers, looms and organisers of the officer's units: to read, and for a coordinator to keep."""

from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from services.training.domain.place import Places, Thing
from services.training.usecases import UseCases
from services.training.web.places import SORTS, Offered, form_of, stands, thing_of
from shared.errors import NotFound
from shared.ids import new_id
from shared.replica import Unit
from shared.running import Runs
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once

HOME = "/training/rooms"


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the pages."""
    staff = Blueprint("training_rooms", __name__, url_prefix="/training", template_folder="templates")

    @staff.get("/rooms")
    @needs("room.read")
    def rooms() -> ResponseReturnValue:
        by = actor()

        def gather(use: UseCases) -> dict[str, Any]:
            places = use.place.listed(by=by)
            units = {one.path[-1] for one in places.rooms} | {one.path[-1] for one in places.teachers}
            units |= {one.path[-1] for one in places.organisers}
            return {"places": places, "units": {unit.id: unit.title for unit in use.replica.units.some(units)}}

        return render_template("training/rooms.html", **run.ask(gather), may_edit=allowed("room.edit"))

    _new(staff, run)
    _one(staff, run)
    return staff


def _new(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/rooms/new/<sort>")
    @needs("room.edit")
    def ask(sort: str) -> ResponseReturnValue:
        return _page(run, _known(sort), None)[0].show()

    @staff.post("/rooms/new/<sort>")
    @needs("room.edit")
    def add(sort: str) -> ResponseReturnValue:
        return _keep(run, _known(sort), None)


def _one(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/rooms/<thing_id>")
    @needs("room.edit")
    def show(thing_id: str) -> ResponseReturnValue:
        sort, thing = _found(run, thing_id)
        return _page(run, sort, thing)[0].show(stands(thing))

    @staff.post("/rooms/<thing_id>")
    @needs("room.edit")
    def change(thing_id: str) -> ResponseReturnValue:
        return _keep(run, *_found(run, thing_id))


def _known(sort: str) -> str:
    if sort not in SORTS:
        raise NotFound("place_not_found")
    return sort


def _found(run: Runs[UseCases], thing_id: str) -> tuple[str, Thing]:
    """Return a thing inside the asker's units and its sort; raises NotFound("place_not_found")."""
    by = actor()
    places = run.ask(lambda use: use.place.listed(by=by))
    sorts: dict[str, list[Thing]] = {
        "room": list(places.rooms),
        "teacher": list(places.teachers),
        "equipment": list(places.equipment),
        "organiser": list(places.organisers),
    }
    found = next(((sort, one) for sort, some in sorts.items() for one in some if one.id == thing_id), None)
    if found is None:
        raise NotFound("place_not_found")
    return found


def _page(run: Runs[UseCases], sort: str, thing: Thing | None) -> tuple[FormPage, list[Unit], Places]:
    by = actor()

    def gather(use: UseCases) -> tuple[list[Unit], Places, Offered]:
        units, places = use.place.edit.units(by=by), use.place.listed(by=by)
        courses = use.catalogue.courses(use.place.edit.clock.today())
        choices = ([(it.id, it.title) for it in units], [(it.id, it.title) for it in places.rooms])
        return units, places, Offered(*choices, [(it.code, it.title) for it in courses])

    units, places, offered = run.ask(gather)
    form = form_of(sort, offered, known=thing is not None)
    return FormPage(form, "training/place.html", lambda: {"sort": sort, "thing": thing}), units, places


def _keep(run: Runs[UseCases], sort: str, thing: Thing | None) -> ResponseReturnValue:
    page, units, places = _page(run, sort, thing)
    by, known, rooms = actor(), {one.id: one for one in units}, {one.id: one for one in places.rooms}

    def work(typed: dict[str, Any]) -> ResponseReturnValue:
        one = thing_of(sort, thing.id if thing else new_id(), typed, known, rooms)
        run.once(once(), lambda use: use.place.edit(one, by=by).id)
        return redirect(HOME, 303)

    return page.submit(work)
