"""Her evaluation of a class: one page of questions on her phone, answered once; nobody sees who said what."""

from typing import Any

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.training.domain.evaluation import POINTS, Answer, EvaluationRule
from services.training.usecases import UseCases
from services.training.web.pages_me import HOME
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once
from shared.web.schema import Form, choice

SCALE = tuple((str(points), f"points.{points}") for points in POINTS)


def form_of(rule: EvaluationRule) -> Schema:
    """Return the form of the questions in force."""
    items = {item: choice(f"evaluation.{item}", SCALE) for item in rule.items}
    plan = choice("evaluation.plan", tuple((one, f"evaluation_plan.{one}") for one in rule.plans))
    return Form.from_dict({**items, "plan": plan}, name="EvaluationForm")()


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return her page."""
    hers = Blueprint("training_evaluation", __name__, url_prefix="/training", template_folder="templates")

    def page(enrolment_id: str) -> FormPage:
        by = actor()
        _, klass = run.ask(lambda use: use.evaluation.asked(enrolment_id, by=by))
        rule = run.ask(lambda use: use.evaluation.rule(klass))
        found = {"klass": klass, "rule": rule}
        return FormPage(form_of(rule), "training/evaluation.html", lambda: found)

    @hers.get("/me/enrolments/<enrolment_id>/evaluation")
    @needs("evaluation.answer")
    def ask(enrolment_id: str) -> ResponseReturnValue:
        return page(enrolment_id).show()

    @hers.post("/me/enrolments/<enrolment_id>/evaluation")
    @needs("evaluation.answer")
    def answer(enrolment_id: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            by = actor()
            said = Answer({item: int(points) for item, points in typed.items() if item != "plan"}, typed["plan"])
            run.once(once(), lambda use: use.evaluation.answer(enrolment_id, said, by=by).id)
            return redirect(HOME, 303)

        return page(enrolment_id).submit(work)

    return hers
