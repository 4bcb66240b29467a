"""The catalogue: what is taught, for how many women, and the plan of a course day by day."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.training.domain.course_plan import course_plan
from services.training.domain.place import teachers_needed
from services.training.usecases import UseCases
from shared.policy import NATION
from shared.running import Runs
from shared.web.identity.gate import actor, needs


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the pages."""
    staff = Blueprint("training_courses", __name__, url_prefix="/training", template_folder="templates")

    @staff.get("/courses")
    @needs("course.read")
    def listed() -> ResponseReturnValue:
        return render_template("training/courses.html", **run.ask(_listed))

    @staff.get("/courses/<code>")
    @needs("course.read")
    def one(code: str) -> ResponseReturnValue:
        return render_template("training/course.html", **run.ask(lambda use: _one(use, code)))

    return staff


def _division(use: UseCases) -> str:
    """Return the county's division whose rules the asker reads, the nation's above counties."""
    counties = (use.replica.county_of(post.path) for post in actor().posts)
    return next((county.division for county in counties if county and county.division), NATION)


def _listed(use: UseCases) -> dict[str, Any]:
    today, division = use.roster.bring.clock.today(), _division(use)
    return {"courses": use.catalogue.courses(today, division), "terms": use.catalogue.terms(today, division)}


def _one(use: UseCases, code: str) -> dict[str, Any]:
    today, division = use.roster.bring.clock.today(), _division(use)
    course, terms = use.catalogue.course(code, today, division), use.catalogue.terms(today, division)
    most = terms.most(course)
    days = [{"nth": nth, "halves": halves} for nth, halves in enumerate(course_plan(course), 1)]
    return {
        "course": course,
        "terms": terms,
        "days": days,
        "most": most,
        "teachers": teachers_needed(most, terms),
        "filing": use.catalogue.filing(today, division),
    }
