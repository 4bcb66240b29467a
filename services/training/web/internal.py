"""What the other services ask: a woman's classes, and the classes she could enrol in."""

from typing import Any

from flask.typing import ResponseReturnValue
from marshmallow import RAISE, Schema, fields, validate

from services.training.domain.certificate import Certificate
from services.training.domain.enrolment import Enrolment
from services.training.domain.training_class import TrainingClass
from services.training.usecases import UseCases
from services.training.web.shown import session_view
from shared.running import Runs
from shared.web.api import JsonBlueprint
from shared.web.identity.gate import actor, needs


class OpenQuery(Schema):
    """How many classes."""

    class Meta:
        """Refuse what is not declared."""

        unknown = RAISE

    limit = fields.Integer(load_default=6, validate=validate.Range(1, 50))


def routes(run: Runs[UseCases]) -> JsonBlueprint:
    """Return the internal API; nginx refuses it from outside."""
    api = JsonBlueprint("training-internal", __name__, url_prefix="/training/internal")

    @api.get("/persons/<person_id>/enrolments")
    @needs("enrolment.tell")
    def enrolments(person_id: str) -> ResponseReturnValue:
        by = actor()
        return {"items": run.ask(lambda use: _hers(use, use.enrolment.find.hers(person_id, by=by)))}

    @api.get("/persons/<person_id>/certificates")
    @needs("certificate.tell")
    def certificates(person_id: str) -> ResponseReturnValue:
        by = actor()
        return {"items": run.ask(lambda use: [_paper(one) for one in use.certificate.find.hers(person_id, by=by)])}

    @api.get("/classes/open")
    @api.arguments(OpenQuery(), location="query")
    @needs("class.tell")
    def open_classes(query: dict[str, Any]) -> ResponseReturnValue:
        return {
            "items": run.ask(lambda use: [_open(use, one) for one in use.training_class.find.enrolling(query["limit"])])
        }

    return api


def _paper(one: Certificate) -> dict[str, Any]:
    return {
        "certificate_id": one.id,
        "number": one.number,
        "course": one.course.code,
        "title": one.course.title,
        "issued_on": one.issued_on.isoformat(),
        "state": one.state.value,
        "code": one.code,
    }


def _hers(use: UseCases, found: list[Enrolment]) -> list[dict[str, Any]]:
    classes = use.training_class.find.some({one.class_id for one in found})
    return [_place(use, one, classes[one.class_id]) for one in found if one.class_id in classes]


def _place(use: UseCases, one: Enrolment, of: TrainingClass) -> dict[str, Any]:
    rooms = {room.id: room.title for room in use.training_class.find.places(of.plan.path).rooms}
    following = use.training_class.find.next_session(of.id) if one.live else None
    return {
        "enrolment_id": one.id,
        "class_id": of.id,
        "title": of.plan.title,
        "course": of.plan.course,
        "state": one.state.value,
        "rank": use.enrolment.find.rank(one),
        "starts_on": of.plan.starts_on.isoformat(),
        "ends_on": of.plan.ends_on.isoformat(),
        "minutes": of.plan.minutes,
        "next_session": session_view(following, rooms),
        "since": one.since.isoformat() if one.since else None,
    }


def _open(use: UseCases, one: TrainingClass) -> dict[str, Any]:
    titles = use.replica.titles(one.plan.path)
    return {
        "class_id": one.id,
        "title": one.plan.title,
        "place": titles[-1] if titles else "",
        "starts_on": one.plan.starts_on.isoformat(),
        "seats_left": one.free,
    }
