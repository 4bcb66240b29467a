"""Classes on their road: planned, filed, approved by another hand, opened, taught, examined, certified, closed."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from services.training.domain.attendance import Mark, Tick
from services.training.domain.choosing import Wish
from services.training.domain.enrolment import Enrolment, State
from services.training.domain.session import Session
from services.training.usecases import UseCases
from shared.access import Actor
from shared.errors import Conflict, Refused
from simulator.classes import EXAM, PAST, RUNNING
from simulator.dice import Dice
from simulator.goals import End
from simulator.players import Players
from simulator.steps import Step

TAUGHT = frozenset({PAST, RUNNING, EXAM})


def plan(play: Players, step: Step) -> None:
    """The coordinator plans it for its day; one to come gives way to the first free day when everything is taken."""
    one = play.plan.classes[str(step.who)]
    wish = Wish(play.atlas.county(one.county).id, one.course, one.capacity, one.starts_on)
    by = play.atlas.officer("coordinator", play.atlas.county(one.county))
    try:
        made = play.stage.training.once(step.key, lambda use: use.training_class.plan(wish, by=by).id)
    except Conflict:
        if one.road in TAUGHT:
            raise
        free = replace(wish, starts_on=None)
        made = play.stage.training.once(step.key, lambda use: use.training_class.plan(free, by=by).id)
    play.memory.classes[one.code] = made
    told = partial(_told, class_id=made, by=by)
    play.stage.training.once(f"{step.key}/told", told, hot=f"class:{made}")


def _told(use: UseCases, *, class_id: str, by: Actor) -> str:
    return use.training_class.step.tell_plan(class_id, by=by).id


def file(play: Players, step: Step) -> None:
    """The coordinator hands it in, with a reason where it is not the day for it."""
    class_id = play.memory.classes[str(step.who)]
    by = play.atlas.officer("coordinator", play.atlas.county(step.county))
    play.stage.training.once(step.key, partial(_filed, class_id=class_id, by=by), hot=f"class:{class_id}")


def _filed(use: UseCases, *, class_id: str, by: Actor) -> str:
    try:
        return use.training_class.step.file(class_id, by=by).id
    except Refused:
        return use.training_class.step.file(class_id, by=by, reason="学员等着开班").id


def approve(play: Players, step: Step) -> None:
    """The county's reviewer agrees."""
    _step(play, step, "approve", "training_reviewer")


def open_(play: Players, step: Step) -> None:
    """Women may enrol from now on."""
    _step(play, step, "open", "coordinator")


def attend(play: Players, step: Step) -> None:
    """The teacher ticks the sessions of the day; of a class that runs today the last one is left to be ticked."""
    one, class_id = play.plan.classes[str(step.who)], play.memory.classes[str(step.who)]
    sessions: list[Session] = play.stage.training.ask(lambda use: use.training_class.find.sessions_of([class_id]))
    todays = [session for session in sessions if session.slot.on == step.on]
    if step.on == play.plan.span.today:
        todays = []
    if not todays:
        return
    women = play.stage.training.ask(lambda use: use.enrolment.find.enrolments.of_class(class_id, State.ENROLLED))
    teacher = play.atlas.officer("coordinator", play.atlas.county(one.county), 2)
    play.stage.clock.start(todays[-1].slot.ends_at)
    for session in todays:
        ticks = {place.id: _tick(play, place, session) for place in women}
        key = f"{step.key}/{session.slot.begins:%H}"
        play.stage.training.once(key, partial(_take, session=session.id, ticks=ticks, by=teacher))


def _take(use: UseCases, *, session: str, ticks: Mapping[str, Tick], by: Actor) -> str:
    return use.attendance.take(session, ticks, by=by).id


def examine(play: Players, step: Step) -> None:
    """Minutes are counted; whoever was there long enough is examined."""
    _finish(play, step, "examine")
    class_id = play.memory.classes[str(step.who)]
    women = play.stage.training.ask(lambda use: use.enrolment.find.enrolments.of_class(class_id, State.ELIGIBLE))
    points = {place.id: _points(play, place) for place in women}
    by = play.atlas.officer("coordinator", play.atlas.county(step.county))
    if points and step.facts.get("points", True):
        play.stage.training.once(f"{step.key}/points", lambda use: use.exam.score(class_id, points, by=by).id)


def certify(play: Players, step: Step) -> None:
    """The reviewer gives certificates to all who passed."""
    by = play.atlas.officer("training_reviewer", play.atlas.county(step.county))
    service, class_id = play.stage.training, play.memory.classes[str(step.who)]
    passed = service.ask(lambda use: use.enrolment.find.enrolments.of_class(class_id, State.PASSED))
    if passed or service.done(step.key):
        service.wiring.errands.issue_certificates(class_id, service.mark(step.key), by=by)


def close(play: Players, step: Step) -> None:
    """It is over."""
    _finish(play, step, "close")


def _finish(play: Players, step: Step, action: str) -> None:
    class_id = play.memory.classes[str(step.who)]
    by = play.atlas.officer("coordinator", play.atlas.county(step.county))
    play.stage.training.once(
        step.key, lambda use: getattr(use.training_class.finish, action)(class_id, by=by).id, hot=f"class:{class_id}"
    )


def _tick(play: Players, place: Enrolment, session: Session) -> Tick:
    dice = Dice(f"tick/{play.number(place.person_id)}/{session.slot.on}/{session.slot.begins}")
    missing = play.end(place.person_id) is End.ABSENT and dice.at("away").chance(500)
    if missing or dice.at("ill").chance(20):
        return Tick(dice.at("why").one((Mark.LEAVE, Mark.SICK, Mark.ABSENT)))
    return Tick(Mark.LATE, dice.at("late").whole(5, 25)) if dice.at("late?").chance(40) else Tick(Mark.PRESENT)


def _points(play: Players, place: Enrolment) -> tuple[int, int]:
    dice = Dice(f"points/{play.number(place.person_id)}")
    low = play.end(place.person_id) is End.FAILED
    theory, practice = dice.at("theory").whole(68, 97), dice.at("practice").whole(65, 98)
    return (theory, dice.at("low").whole(31, 57)) if low else (theory, practice)


def _step(play: Players, step: Step, action: str, role: str) -> None:
    class_id = play.memory.classes[str(step.who)]
    by = play.atlas.officer(role, play.atlas.county(step.county))
    play.stage.training.once(
        step.key,
        lambda use: getattr(use.training_class.step, action)(class_id, by=by).id,
        hot=f"class:{class_id}",
    )
