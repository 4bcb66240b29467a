"""Staff pages of classes: the list, one class with its women, planning, and the steps on its road."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.training.domain.training_class import State
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.usecases.ports import Page
from services.training.web.class_page import ClassPage
from services.training.web.routes_classes import unit_of, wish_of
from services.training.web.schemas import AdmitForm, ClassQuery, DropForm, MoveForm, Nothing, StepForm, plan_form
from services.training.web.shapes import SHAPES
from services.training.web.steps import STEPS, Step
from shared.access import Scope
from shared.running import Runs
from shared.web.identity.gate import actor, allowed, needs
from shared.web.posting import FormPage, once
from shared.web.schema import loaded

HOME = "/training/classes"
TABS: tuple[tuple[str, tuple[State, ...]], ...] = (
    ("open", (State.PLANNED, State.FILED, State.APPROVED, State.ENROLLING, State.RUNNING, State.EXAM)),
    *(
        (state.value, (state,))
        for state in (State.PLANNED, State.FILED, State.APPROVED, State.ENROLLING, State.RUNNING)
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
    return staff


def _list(staff: Blueprint, run: Runs[UseCases]) -> None:
    @staff.get("/classes")
    @needs("class.list")
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
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            wish, by = wish_of(typed), actor()
            return redirect(
                address(run.once(once(), lambda use: use.training_class.plan(wish, by=by).id).resource_id), 303
            )

        return _plan_page(run).submit(work)


def _plan_page(run: Runs[UseCases]) -> FormPage:
    """Return the form with the courses in force and the rooms of the asker's unit."""
    unit = unit_of("coordinator")

    def choices(use: UseCases) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, str]]]:
        today = use.roster.bring.clock.today()
        courses = [(one.code, f"{one.title}（{one.lessons} 课时）") for one in use.catalogue.courses(today)]
        places = use.training_class.find.resources.of(Scope(frozenset({unit})))
        rooms = [(one.id, f"{one.title}（{one.seats} 座）") for one in places.rooms]
        return courses, rooms, [(one.id, f"{one.name}（{one.title}）") for one in places.teachers]

    return FormPage(plan_form(*run.ask(choices)), "training/plan.html")


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
            run.once(once(), lambda use: step.act(use.training_class, class_id, by, typed["version"]).id)
            return redirect(address(class_id), 303)

        return page.form(StepForm(), class_id).submit(work)


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
