"""Her evaluation of a class: one page of questions on her phone, answered once; nobody sees who said what."""

from typing import Any

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.training.domain.evaluation import POINTS, Answer, EvaluationRule
from services.training.domain.training_class import TrainingClass
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

    def page(klass: TrainingClass) -> FormPage:
        rule = run.ask(lambda use: use.evaluation.rule(klass))
        return FormPage(form_of(rule), "training/evaluation.html", lambda: {"klass": klass, "rule": rule})

    @hers.get("/me/enrolments/<enrolment_id>/evaluation")
    @needs("evaluation.answer")
    def ask(enrolment_id: str) -> ResponseReturnValue:
        by = actor()
        return page(run.ask(lambda use: use.evaluation.asked(enrolment_id, by=by))[1]).show()

    @hers.post("/me/enrolments/<enrolment_id>/evaluation")
    @needs("evaluation.answer")
    def answer(enrolment_id: str) -> ResponseReturnValue:
        by = actor()
        klass = run.ask(lambda use: use.evaluation.hers(enrolment_id, by=by))[1]

        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            said = Answer({item: int(points) for item, points in typed.items() if item != "plan"}, typed["plan"])
            count = lambda use: use.evaluation.answer(enrolment_id, said, by=by).id  # noqa: E731
            run.once(once(), count, hot=f"evaluation:{klass.id}")
            return redirect(HOME, 303)

        return page(klass).submit(work)

    return hers
