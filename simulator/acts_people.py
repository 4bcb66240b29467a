"""Women register and join classes."""

from services.applicant.events.outbound import card_json
from services.applicant.usecases.person.register import Answers
from services.training.usecases.enrolment.enrol import Coming
from shared.access import SYSTEM, Actor, Kind
from simulator.players import Players
from simulator.steps import Step


def register(play: Players, step: Step) -> None:
    """She registers herself, or her village's officer does it for her; the other services get her card."""
    woman, home = play.plan.women[int(step.who)], play.atlas.home(play.plan.women[int(step.who)])
    answers = Answers(
        woman.name, woman.id_no, woman.phone, woman.education, woman.hukou, home.county.id, home.words,
        woman.groups, play.purposes(),
    )  # fmt: skip
    if step.facts["channel"] == "self":
        made = play.stage.applicant.once(step.key, lambda use: use.person.register.by_herself(answers).id)
    else:
        officer = play.atlas.officer("village_officer", home.village)
        made = play.stage.applicant.once(step.key, lambda use: use.person.register.for_her(answers, by=officer).id)
    play.memory.persons[woman.no] = made
    card = play.stage.applicant.ask(lambda use: use.person.find.card(made, by=THE_CITY))
    for service in (play.stage.training, play.stage.loans):
        service.run(lambda use: use.replica.card_came(card_json(card), card.seq))


def enrol(play: Players, step: Step) -> None:
    """She asks for a place; a full class puts her on its waiting list."""
    person, class_id = play.memory.persons[int(step.who)], play.memory.classes[str(step.facts["class"])]
    made = play.stage.training.once(
        step.key,
        lambda use: use.enrolment.enrol(class_id, Coming(person, "self", SYSTEM), by=woman_of(person)).id,
        hot=f"class:{class_id}",
    )
    play.memory.enrolments[int(step.who)] = made


def drop(play: Players, step: Step) -> None:
    """She gives her place back."""
    person, enrolment = play.memory.persons[int(step.who)], play.memory.enrolments[int(step.who)]
    play.stage.training.once(
        step.key, lambda use: use.enrolment.drop(enrolment, reason="by_herself", by=woman_of(person)).id
    )


def woman_of(person_id: str) -> Actor:
    """Return the woman as who acts."""
    return Actor(person_id, Kind.WOMAN)


THE_CITY = Actor("svc:training", Kind.SERVICE)
