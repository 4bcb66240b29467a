"""Everything HTTP of training: JSON, the services' own questions, pages."""

from flask import Blueprint

from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.web import (
    internal,
    ledgers,
    my_work,
    pages_attendance,
    pages_calendar,
    pages_checks,
    pages_classes,
    pages_courses,
    pages_evaluation,
    pages_exam_list,
    pages_exams,
    pages_followups,
    pages_for_her,
    pages_forms,
    pages_here,
    pages_me,
    pages_moving,
    pages_overview,
    pages_points,
    pages_roll_print,
    pages_rooms,
    pages_rosters,
    pages_rotation,
    pages_signs,
    pages_subsidies,
    pages_verify,
    pages_week,
    routes_classes,
    routes_rosters,
)
from shared.running import Runs
from shared.web.api import JsonBlueprint


def pages(run: Runs[UseCases], errands: Errands, public_url: str) -> list[Blueprint]:
    """Return what people see; addresses for other programs begin with `public_url`."""
    return [
        pages_classes.pages(run, errands),
        pages_rosters.pages(run, errands),
        pages_moving.pages(run),
        pages_week.pages(run),
        pages_courses.pages(run),
        pages_calendar.pages(run, public_url),
        pages_attendance.pages(run, errands),
        pages_roll_print.pages(run, errands),
        pages_exams.pages(run, errands),
        pages_points.pages(run, errands),
        pages_forms.pages(run, errands),
        pages_subsidies.pages(run, errands),
        pages_verify.pages(run, errands),
        pages_rooms.pages(run),
        pages_me.pages(run, errands),
        pages_here.pages(run, errands),
        pages_for_her.pages(run, errands),
        pages_signs.pages(run),
        *ledgers.pages(run, errands),
        pages_rotation.pages(run, errands),
        pages_checks.pages(run, errands),
        pages_overview.pages(run, errands),
        pages_evaluation.pages(run),
        pages_followups.pages(run, errands),
        pages_exam_list.pages(run, errands),
        my_work.pages(run),
    ]


def apis(run: Runs[UseCases], errands: Errands) -> list[JsonBlueprint]:
    """Return what programs and the other services see."""
    return [
        routes_classes.routes(run, errands),
        pages_points.routes(run),
        routes_rosters.routes(run, errands),
        internal.routes(run),
        *ledgers.routes(run, errands),
    ]
