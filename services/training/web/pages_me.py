"""Her pages on a phone: the open classes, one of them, her own classes with what comes next; no script needed."""

from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.training.domain.enrolment import Enrolment, State
from services.training.domain.session import Session
from services.training.domain.training_class import State as ClassState
from services.training.domain.training_class import TrainingClass
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.web.schemas import BeginTogether, JoinTogether, Nothing
from shared.access import Kind
from shared.clock import SHANGHAI
from shared.ids import new_id
from shared.running import Runs
from shared.web.identity.gate import actor, needs, person
from shared.web.posting import FormPage, once

HOME = "/training/me"
OPEN = 50


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return her pages and the public ones."""
    hers = Blueprint("training_me", __name__, url_prefix="/training", template_folder="templates")
    _public(hers, run, errands)
    _together(hers, run, errands)
    _mine(hers, run)
    return hers


def _public(hers: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def form(class_id: str) -> FormPage:
        return FormPage(Nothing(), "training/open_class.html", lambda: run.ask(lambda use: _class(use, class_id)))

    @hers.get("/classes/open")
    @needs("class.public")
    def listed() -> ResponseReturnValue:
        return render_template("training/open.html", rows=run.ask(_open))

    @hers.get("/classes/open/<class_id>")
    @needs("class.public")
    def one(class_id: str) -> ResponseReturnValue:
        return form(class_id).show()

    @hers.post("/classes/open/<class_id>")
    @needs("enrolment.apply")
    def apply(class_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            errands.apply(class_id, once(), by=actor())
            return redirect(HOME, 303)

        return form(class_id).submit(work)


def _together(hers: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def form(schema: Schema, class_id: str) -> FormPage:
        return FormPage(schema, "training/open_class.html", lambda: run.ask(lambda use: _class(use, class_id)))

    @hers.post("/classes/open/<class_id>/parties")
    @needs("enrolment.apply")
    def begin(class_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            errands.apply.begin_together(class_id, typed["size"], once(), by=actor())
            return redirect(HOME, 303)

        return form(BeginTogether(), class_id).submit(work)

    @hers.post("/classes/open/<class_id>/parties/members")
    @needs("enrolment.apply")
    def join(class_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            errands.apply.join(class_id, typed["code"], once(), by=actor())
            return redirect(HOME, 303)

        return form(JoinTogether(), class_id).submit(work)


def _mine(hers: Blueprint, run: Runs[UseCases]) -> None:
    def form() -> FormPage:
        return FormPage(Nothing(), "training/me.html", lambda: run.ask(_home))

    @hers.get("/me")
    @needs("me.read")
    def home() -> ResponseReturnValue:
        return form().show()

    @hers.post("/me/enrolments/<enrolment_id>/acceptance")
    @needs("enrolment.answer")
    def accept(enrolment_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            found = run.ask(lambda use: use.enrolment.find.one(enrolment_id, by=by))
            yes = lambda use: use.enrolment.answer(enrolment_id, by=by).id  # noqa: E731
            run.once(once(), yes, hot=f"class:{found.class_id}")
            return redirect(HOME, 303)

        return form().submit(work)

    @hers.get("/me/enrolments/<enrolment_id>/withdrawal")
    @needs("me.read")
    def ask(enrolment_id: str) -> ResponseReturnValue:
        return _leaving(run, enrolment_id).show()

    @hers.post("/me/enrolments/<enrolment_id>/withdrawal")
    @needs("enrolment.give_back")
    def leave(enrolment_id: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            found = run.ask(lambda use: use.enrolment.find.one(enrolment_id, by=by))
            give = lambda use: use.enrolment.drop(enrolment_id, reason="by_herself", by=by).id  # noqa: E731
            run.once(once(), give, hot=f"class:{found.class_id}")
            return redirect(HOME, 303)

        return _leaving(run, enrolment_id).submit(work)


def _leaving(run: Runs[UseCases], enrolment_id: str) -> FormPage:
    def gather(use: UseCases) -> dict[str, Any]:
        one = use.enrolment.find.one(enrolment_id, by=actor())
        return {"seat": one, "klass": use.training_class.find.some([one.class_id])[one.class_id]}

    return FormPage(Nothing(), "training/leave.html", lambda: run.ask(gather))


def _open(use: UseCases) -> list[dict[str, Any]]:
    return [_told(use, one) for one in use.training_class.find.enrolling(OPEN)]


def _told(use: UseCases, one: TrainingClass) -> dict[str, Any]:
    titles = use.replica.titles(one.plan.path)
    return {"klass": one, "place": titles[-1] if titles else ""}


def _class(use: UseCases, class_id: str) -> dict[str, Any]:
    one = use.training_class.find.public(class_id)
    sessions = use.training_class.find.sessions_of([class_id])
    course = use.catalogue.course(one.plan.course, one.plan.starts_on)
    mine = None
    if actor().kind is Kind.WOMAN:
        mine = use.enrolment.find.enrolments.live(class_id, person())
    return {
        **_told(use, one),
        "course": course,
        "sessions": sessions,
        "room": _room(use, one),
        "mine": mine,
        "me": _me(),
        "fresh": new_id,
    }


def _me() -> bool:
    return actor().kind is Kind.WOMAN


def _room(use: UseCases, one: TrainingClass) -> str:
    rooms = use.training_class.find.places(one.plan.path).rooms
    return next((f"{room.title}，{room.address}" for room in rooms if room.id == one.plan.room), "")


def _home(use: UseCases) -> dict[str, Any]:
    asked = use.followup.hers(by=actor())
    return {
        "rows": _hers(use),
        "followups": asked,
        "papers": use.certificate.find.hers(person(), by=actor()),
        "fresh": new_id,
    }


def _hers(use: UseCases) -> list[dict[str, Any]]:
    found = use.enrolment.find.hers(person(), by=actor())
    classes = use.training_class.find.some({one.class_id for one in found})
    wanted = use.evaluation.wanted([(one, classes[one.class_id]) for one in found if one.class_id in classes])
    rows = [_place(use, one, classes[one.class_id]) for one in found if one.class_id in classes]
    return [row | {"asked": row["place"].id in wanted} for row in rows]


def _place(use: UseCases, one: Enrolment, of: TrainingClass) -> dict[str, Any]:
    following: Session | None = use.training_class.find.next_session(of.id) if one.live else None
    rank = use.enrolment.find.rank(one)
    told = _told(use, of)
    return {
        "place": one,
        "answer_by": one.turn.answer_by.astimezone(SHANGHAI) if one.turn.answer_by else None,
        "next": following,
        "room": _room(use, of),
        "rank": rank,
        "missing": use.enrolment.find.missing(one),
        "rule": use.enrolment.find.rule(of) if rank or one.state is State.OFFERED else None,
        "klass": of,
        "share": use.attendance.find.hers(one, of) if of.state in (ClassState.RUNNING, ClassState.EXAM) else None,
        "place_title": told["place"],
    }
