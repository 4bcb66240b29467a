"""Staff pages of classes: the list, one class with its women, planning, and the steps on its road."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.training.domain.place import Places
from services.training.domain.training_class import State, TrainingClass
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.usecases.ports import Page
from services.training.usecases.training_class.call_off import Off
from services.training.web.about import ABOUT
from services.training.web.clash_week import drawn_for_plan
from services.training.web.class_page import ClassPage
from services.training.web.routes_classes import unit_of, wish_of
from services.training.web.schemas import (
    AdmitForm,
    ClassQuery,
    DropForm,
    MoveForm,
    Nothing,
    StepForm,
    plan_form,
)
from services.training.web.shapes import SHAPES
from services.training.web.steps import STEPS, Step
from services.training.web.timetable_schemas import off_form
from services.training.web.ways import names_of, refusal_view
from shared.errors import Problem
from shared.running import Runs
from shared.web.i18n import day, word
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once
from shared.web.schema import loaded

HOME = "/training/classes"
TABS: tuple[tuple[str, tuple[State, ...]], ...] = (
    ("open", (State.PLANNED, State.FILED, State.APPROVED, State.ENROLLING, State.RUNNING, State.EXAM)),
    *(
        (state.value, (state,))
        for state in (State.PLANNED, State.FILED, State.APPROVED, State.ENROLLING, State.RUNNING, State.EXAM)
    ),
    ("past", (State.CLOSED, State.CANCELLED)),
)
QUERY = ClassQuery(exclude=("state",))


def address(class_id: str) -> str:
    """Return the page of a class."""
    return f"{HOME}/{class_id}"


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the staff pages of classes."""
    staff = Blueprint("training_classes", __name__, url_prefix="/training", template_folder="templates")
    _list(staff, run)
    _plan(staff, run)
    _one(staff, ClassPage(run, errands))
    for step in STEPS:
        _step(staff, run, ClassPage(run, errands), step)
    _seats(staff, run, ClassPage(run, errands))
    _off(staff, run, errands)
    return staff


def _list(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/classes")
    @needs("class.list", "show", *QUERY.fields)
    def listed() -> ResponseReturnValue:
        typed = dict(request.args)
        tab = typed.pop("show", "open")
        states = dict(TABS).get(tab, dict(TABS)["open"])
        query, by = loaded(QUERY, typed), actor()
        page = Page(query.get("after"), query["page_size"])
        found = run.ask(lambda use: use.training_class.find.listed(states, page, by=by))
        return render_template(
            "training/classes.html",
            classes=found,
            shapes=SHAPES,
            tabs=[{"href": f"?show={name}", "label": name, "active": name == tab} for name, _ in TABS],
            tab=tab,
            next=found[-1].id if len(found) == page.limit else None,
            first="after" in query,
            may_plan=allowed("class.plan"),
        )


def _plan(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/classes/new")
    @needs("class.plan")
    def ask() -> ResponseReturnValue:
        return _plan_page(run).show()

    @staff.post("/classes/new")
    @needs("class.plan")
    def plan() -> ResponseReturnValue:
        refused: list[Problem] = []

        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            wish, by = wish_of(typed), actor()
            try:
                done = run.once(once(), lambda use: use.training_class.plan(wish, by=by).id)
            except Problem as problem:
                refused.append(problem)
                raise
            return redirect(address(done.resource_id), 303)

        return _plan_page(run, refused).submit(work)


def _plan_page(run: Runs[UseCases], refused: Sequence[Problem] = ()) -> FormPage:
    """Return the form with the courses in force and the places the asker may plan with, and ways round a refusal."""
    unit = unit_of("coordinator")

    def ask(use: UseCases) -> tuple[list[tuple[str, str]], Places]:
        courses = use.catalogue.courses(use.roster.bring.clock.today())
        return [(one.code, f"{one.title}（{one.lessons} 课时）") for one in courses], use.place.near(unit)

    courses, places = run.ask(ask)
    rooms = [(one.id, f"{one.title}（{one.seats} 座）") for one in places.rooms]
    teachers = [(one.id, f"{one.name}（{one.title}）") for one in places.teachers]
    form = plan_form(courses, rooms, teachers)

    def shown() -> dict[str, Any]:
        problem, by = refused[0] if refused else None, actor()
        week = run.ask(lambda use: drawn_for_plan(use, problem.facts if problem else {}, by=by))
        return refusal_view(problem, places) | {"drawn": week, "names": names_of(places)}

    return FormPage(form, "training/plan.html", shown, about=ABOUT)


def _one(staff: Blueprint, page: ClassPage) -> None:
    @staff.get("/classes/<class_id>")
    @needs("class.read")
    def one(class_id: str) -> ResponseReturnValue:
        return page.form(Nothing(), class_id).show()


def _step(staff: Blueprint, run: Runs[UseCases], page: ClassPage, step: Step) -> None:
    @staff.post(f"/classes/<class_id>/{step.noun}", endpoint=step.noun)
    @needs(step.action)
    def take(class_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            run.once(
                once(),
                lambda use: step.act(use.training_class, class_id, by, typed["version"], typed.get("reason", "")).id,
            )
            return redirect(address(class_id), 303)

        return page.form(StepForm(), class_id).submit(work)


def _off(staff: Blueprint, run: Runs[UseCases], errands: Errands) -> None:
    def page(class_id: str) -> FormPage:
        by = actor()

        def gather(use: UseCases) -> tuple[TrainingClass, list[TrainingClass]]:
            one = use.training_class.find.one(class_id, by=by)
            return one, use.training_class.call_off.others(one, by=by)

        one, others = run.ask(gather)
        choices = [(other.id, _other(other)) for other in others]
        return FormPage(off_form(choices), "training/call_off.html", lambda: {"klass": one}, about=ABOUT)

    @staff.get("/classes/<class_id>/calling-off")
    @needs("class.cancel")
    def ask_off(class_id: str) -> ResponseReturnValue:
        return page(class_id).show()

    @staff.post("/classes/<class_id>/calling-off")
    @needs("class.cancel")
    def call_off(class_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            errands.call_off(class_id, Off(**typed), once(), by=actor())
            return redirect(address(class_id), 303)

        return page(class_id).submit(work)


def _other(one: TrainingClass) -> str:
    return word(
        "%(title)s，%(day)s开班，空 %(n)s 个名额", title=one.plan.title, day=day(one.plan.starts_on), n=one.free
    )


def _seats(staff: Blueprint, run: Runs[UseCases], page: ClassPage) -> None:
    @staff.post("/classes/<class_id>/admission")
    @needs("enrolment.admit")
    def admit(class_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by, whom, why = actor(), typed["enrolment"], typed.get("reason", "")
            admit = lambda use: use.enrolment.admit(class_id, whom, by=by, reason=why).id  # noqa: E731
            run.once(once(), admit, hot=f"class:{class_id}")
            return redirect(address(class_id), 303)

        return page.form(AdmitForm(), class_id).submit(work)

    @staff.post("/classes/<class_id>/enrolments/<enrolment_id>/withdrawal")
    @needs("enrolment.take_out")
    def drop(class_id: str, enrolment_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by, hot = actor(), f"class:{class_id}"
            run.once(once(), lambda use: use.enrolment.drop(enrolment_id, reason=typed["reason"], by=by).id, hot=hot)
            return redirect(address(class_id), 303)

        return page.form(DropForm(), class_id).submit(work)

    @staff.post("/classes/<class_id>/enrolments/<enrolment_id>/transfer")
    @needs("enrolment.move")
    def move(class_id: str, enrolment_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by, to, why = actor(), typed["to"], typed.get("reason", "")
            to_class = lambda use: use.enrolment.move(enrolment_id, to, reason=why, by=by).id  # noqa: E731
            run.once(once(), to_class, hot=f"class:{to}")
            return redirect(address(class_id), 303)

        return page.form(MoveForm(), class_id).submit(work)
