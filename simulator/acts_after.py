"""What women do after a class: most say what it was like, and half of them later what they earn."""

from functools import partial

from services.training.domain.enrolment import TAUGHT, Enrolment
from services.training.domain.evaluation import Answer, EvaluationRule
from services.training.domain.followup import FollowUp
from services.training.usecases import UseCases
from services.training.usecases.followup import Said
from simulator.acts_people import woman_of
from simulator.dice import Dice
from simulator.players import Players
from simulator.steps import Step


def evaluate(play: Players, step: Step) -> None:
    """Seven in ten of the class answer on their phones."""
    service, class_id = play.stage.training, play.memory.classes[str(step.who)]
    one = service.ask(lambda use: use.training_class.find.some([class_id]))[class_id]
    women: list[Enrolment] = service.ask(lambda use: use.enrolment.find.enrolments.of_classes([class_id], TAUGHT))
    wanted = service.ask(lambda use: use.evaluation.wanted([(place, one) for place in women]))
    rule = service.ask(lambda use: use.evaluation.rule(one))
    for place in women:
        dice = Dice(f"evaluation/{play.number(place.person_id)}")
        if place.id in wanted and dice.at("answers").chance(700):
            service.once(f"{step.key}/{place.id}", partial(_evaluated, place=place, answer=_answer(dice, rule)))


def incomes(play: Players, step: Step) -> None:
    """Every second of the class says on her phone what she earned before and earns now."""
    service, class_id = play.stage.training, play.memory.classes[str(step.who)]
    papers = service.ask(lambda use: use.certificate.find.certificates.of_class(class_id))
    for paper in papers:
        dice = Dice(f"income/{play.number(paper.person_id)}")
        asked: list[FollowUp] = service.ask(partial(_asked, person_id=paper.person_id))
        if asked and dice.at("answers").chance(500):
            before = dice.at("before").whole(3, 16) * 10_000
            after = before + dice.at("more").whole(-2, 14) * 10_000
            doing = dice.at("doing").one(("sell", "work", "farm"))
            service.once(f"{step.key}/{paper.id}", partial(_told, one=asked[0], said=Said(after, doing, before)))


def _answer(dice: Dice, rule: EvaluationRule) -> Answer:
    points = {item: min(5, dice.at(item).whole(3, 6)) for item in rule.items}
    return Answer(points, dice.at("plan").one(rule.plans))


def _evaluated(use: UseCases, *, place: Enrolment, answer: Answer) -> str:
    return use.evaluation.answer(place.id, answer, by=woman_of(place.person_id)).id


def _asked(use: UseCases, *, person_id: str) -> list[FollowUp]:
    return use.followup.hers(by=woman_of(person_id))


def _told(use: UseCases, *, one: FollowUp, said: Said) -> str:
    return use.followup.answer(one.id, said, by=woman_of(one.person_id)).id
