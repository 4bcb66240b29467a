"""A session goes to another time: the form, and after a clash who has what and the times that are free."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from services.training.domain.moving import Wanted
from services.training.domain.place import Places
from services.training.domain.session import Session
from services.training.domain.training_class import State, TrainingClass
from services.training.domain.week import Planned
from services.training.usecases import UseCases
from services.training.web.about import ABOUT
from services.training.web.clash_week import drawn, planned
from services.training.web.timetable_schemas import time_form
from services.training.web.ways import clashes_view, names_of, times_view
from shared.errors import Problem
from shared.ids import new_id
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page of a session's time."""
    staff = Blueprint("training_moving", __name__, url_prefix="/training", template_folder="templates")

    @staff.get("/sessions/<session_id>/time")
    @needs("class.move")
    def ask(session_id: str) -> ResponseReturnValue:
        page, session = _page(run, session_id, [])
        return page.show({"on": session.slot.on.isoformat(), "begins": f"{session.slot.begins:%H:%M}"})

    @staff.post("/sessions/<session_id>/time")
    @needs("class.move")
    def move(session_id: str) -> ResponseReturnValue:
        refused: list[Problem] = []
        page, session = _page(run, session_id, refused)

        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            wanted, by = wanted_of(typed), actor()
            try:
                run.once(
                    once(),
                    lambda use: use.training_class.move(session_id, wanted, by=by).id,
                    hot=f"class:{session.class_id}",
                )
            except Problem as problem:
                refused.append(problem)
                raise
            return redirect(f"/training/classes/{session.class_id}", 303)

        return page.submit(work)

    return staff


def wanted_of(typed: Mapping[str, Any]) -> Wanted:
    """Return where a session shall go, from a form or from JSON."""
    return Wanted(
        on=typed["on"],
        begins=time.fromisoformat(typed["begins"]) if typed.get("begins") else None,
        room=typed.get("room"),
        teachers=tuple(typed.get("teachers", ())),
        series=typed.get("series", False),
        reason=typed.get("reason", ""),
    )


def wanted_at(session: Session, klass: TrainingClass, facts: Mapping[str, Any]) -> Planned:
    """Return the session with the room and the teachers that were asked for."""
    things = {name: facts[name] for name in ("room", "teachers") if name in facts}
    return planned(klass.plan, replace(session, **things), klass.seats.enrolled)


def _page(run: Runs[UseCases], session_id: str, refused: list[Problem]) -> tuple[FormPage, Session]:
    by = actor()

    def gather(use: UseCases) -> tuple[Session, TrainingClass, Places]:
        session, klass = use.training_class.find.session(session_id, by=by)
        return session, klass, use.place.near(klass.plan.path[-1])

    session, klass, places = run.ask(gather)
    rooms = [(one.id, f"{one.title}（{one.seats} 座）") for one in places.rooms]
    teachers = [(one.id, f"{one.name}（{one.title}）") for one in places.teachers]
    form = time_form(rooms, teachers, planned=klass.state is State.PLANNED)

    def context() -> dict[str, Any]:
        names = names_of(places)
        facts: Mapping[str, Any] = refused[0].facts if refused else {}
        ways = times_view(facts, session, names)
        values, wanted = [one["values"] for one in ways], wanted_at(session, klass, facts)
        return {
            "klass": klass,
            "session": session,
            "room": names.get(session.room, ""),
            "teachers": [names.get(one, "") for one in session.teachers],
            "clashes": clashes_view(facts, names),
            "ways": ways,
            "drawn": run.ask(lambda use: drawn(use, facts, wanted, values, by=by)),
            "names": names,
            "fresh": new_id,
        }

    return FormPage(form, "training/move.html", context, about=ABOUT), session
