"""An officer of her village, town or county signs a woman up who has no phone at hand."""

from typing import Any

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.web.schemas import Nothing
from shared.ids import new_id
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once

OPEN = 50


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the pages."""
    staff = Blueprint("training_for_her", __name__, url_prefix="/training/women", template_folder="templates")

    def page(person_id: str) -> FormPage:
        def shown() -> dict[str, Any]:
            by = actor()
            label = errands.labels([person_id], by=by).get(person_id)
            return {**run.ask(lambda use: _hers(use, person_id, by)), "label": label, "person_id": person_id}

        return FormPage(Nothing(), "training/for_her.html", shown)

    @staff.get("/<person_id>/classes")
    @needs("enrolment.apply_for")
    def ask(person_id: str) -> ResponseReturnValue:
        return page(person_id).show()

    @staff.post("/<person_id>/classes/<class_id>")
    @needs("enrolment.apply_for")
    def apply(person_id: str, class_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            errands.apply.for_her(class_id, person_id, once(), by=actor())
            return redirect(f"/training/women/{person_id}/classes", 303)

        return page(person_id).submit(work)

    return staff


def _hers(use: UseCases, person_id: str, by: Any) -> dict[str, Any]:
    places = use.enrolment.find.live_of(person_id, by=by)
    classes = use.training_class.find.some({one.class_id for one in places})
    held = {one.class_id for one in places}
    return {
        "places": [
            (one, classes[one.class_id], use.enrolment.find.rank(one)) for one in places if one.class_id in classes
        ],
        "open": [one for one in use.training_class.find.enrolling(OPEN) if one.id not in held],
        "fresh": new_id,
    }
