"""The list of an exam on the page of its class: made, taken as a workbook, noted as handed to the tester."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from services.training.domain.exam_list import ExamList
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.web.class_page import ClassPage
from services.training.web.pages_classes import address
from services.training.web.schemas import Nothing
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.posting import once


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the two commands; what they refuse is said on the page of the class."""
    staff = Blueprint("training_exam_list", __name__, url_prefix="/training", template_folder="templates")

    def command(class_id: str, act: Callable[[UseCases], ExamList]) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            run.once(once(), lambda use: act(use).id)
            return redirect(address(class_id), 303)

        return ClassPage(run, errands).form(Nothing(), class_id).submit(work)

    @staff.post("/classes/<class_id>/exam-list")
    @needs("exam_list.keep")
    def make(class_id: str) -> ResponseReturnValue:
        by = actor()
        return command(class_id, lambda use: use.exam.lists.make(class_id, by=by))

    @staff.post("/classes/<class_id>/exam-list/delivery")
    @needs("exam_list.keep")
    def hand_over(class_id: str) -> ResponseReturnValue:
        by = actor()
        return command(class_id, lambda use: use.exam.lists.hand_over(class_id, by=by))

    return staff
