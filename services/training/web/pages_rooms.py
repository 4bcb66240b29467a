"""Rooms, teachers and looms of the officer's units, to read."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.training.usecases import UseCases
from shared.running import Runs
from shared.web.identity.gate import actor, needs


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page."""
    staff = Blueprint("training_rooms", __name__, url_prefix="/training", template_folder="templates")

    @staff.get("/rooms")
    @needs("room.read")
    def rooms() -> ResponseReturnValue:
        by = actor()

        def gather(use: UseCases) -> dict[str, Any]:
            places = use.place.listed(by=by)
            units = {one.path[-1] for one in places.rooms} | {one.path[-1] for one in places.teachers}
            return {"places": places, "units": {unit.id: unit.title for unit in use.replica.units.some(units)}}

        return render_template("training/rooms.html", **run.ask(gather))

    return staff
