"""What becomes of a class beside its lessons: spot checks, the list for the tester, the subsidy from claim to pay."""

from collections.abc import Sequence
from functools import partial

from services.training.domain.enrolment import TAUGHT
from services.training.domain.spot_check import Answer
from services.training.domain.subsidy import Claim, Payment
from services.training.usecases import UseCases
from shared.access import Actor
from simulator.dice import Dice
from simulator.players import Players
from simulator.steps import Step

NOTE = "下午到教室看了，老师在讲课，人和点名表对得上。"


def check(play: Players, step: Step) -> None:
    """The reviewer draws a tenth of the women, calls them, and looks in without notice; the tester gets the list."""
    county, class_id = play.atlas.county(step.county), play.memory.classes[str(step.who)]
    reviewer, coordinator = (play.atlas.officer(role, county) for role in ("training_reviewer", "coordinator"))
    dice = Dice(f"check/{step.who}")
    work = partial(_checked, class_id=class_id, by=reviewer, dice=dice)
    play.stage.training.once(step.key, work)
    if play.stage.training.ask(lambda use: use.exam.lists.of_class(class_id, by=coordinator)) is not None:
        hand_over = lambda use: use.exam.lists.hand_over(class_id, by=coordinator).id  # noqa: E731
        play.stage.training.once(f"{step.key}/list", hand_over)


def claim(play: Players, step: Step) -> None:
    """The coordinator claims for those who count; a class in which nobody does is left."""
    class_id = play.memory.classes[str(step.who)]
    by = play.atlas.officer("coordinator", play.atlas.county(step.county))
    _, heads, _ = play.stage.training.ask(lambda use: use.subsidy.find.preview(class_id, by=by))
    if play.stage.training.done(step.key) or not all(head.why for head in heads):
        play.stage.training.once(step.key, lambda use: use.subsidy.claim(class_id, by=by).id)


def review(play: Players, step: Step) -> None:
    """The federation agrees."""
    _step(play, step, "review", play.atlas.officer("training_reviewer", play.atlas.county(step.county)))


def agree(play: Players, step: Step) -> None:
    """HR agrees and sets the day of payment."""
    _step(play, step, "agree", play.atlas.officer("hr_officer", play.atlas.office(step.county, "hr")))


def pay(play: Players, step: Step) -> None:
    """HR's leader notes the payment."""
    _step(play, step, "pay", play.atlas.officer("hr_leader", play.atlas.office(step.county, "hr")))


def _checked(use: UseCases, *, class_id: str, by: Actor, dice: Dice) -> str:
    one = use.spot_check.draw(class_id, by=by)
    for nth, place in enumerate(one.drawn):
        answer = Answer.NO_ANSWER if dice.at("away", nth).chance(150) else Answer.WAS_THERE
        use.spot_check.call(class_id, place, answer, by=by)
    there = len(use.enrolment.find.enrolments.of_classes([class_id], TAUGHT))
    use.spot_check.visit(class_id, one.drawn_on, max(0, there - dice.at("missing").whole(0, 1)), NOTE, by=by)
    return class_id


def _step(play: Players, step: Step, action: str, by: Actor) -> None:
    """Take a claim on by one hand; a class without one has nothing to take on."""
    found: list[Claim] = play.stage.training.ask(
        lambda use: use.subsidy.step.claims.of_classes([play.memory.classes[str(step.who)]])
    )
    for one in found:
        payment = (Payment(step.on, f"PZ-{step.on:%Y%m}-{one.id[-4:]}"),) if action == "pay" else ()
        play.stage.training.once(step.key, partial(_taken_on, one=one, action=action, payment=payment, by=by))


def _taken_on(use: UseCases, *, one: Claim, action: str, payment: Sequence[Payment], by: Actor) -> str:
    taken: Claim = getattr(use.subsidy.step, action)(one.id, *payment, by=by, version=one.version)
    return taken.id
