"""Classes on their road: planned, filed, approved by another hand, opened."""

from services.training.domain.choosing import Wish
from simulator.players import Players
from simulator.steps import Step


def plan(play: Players, step: Step) -> None:
    """The coordinator plans it for its day; a day on which everything is taken gives way to the first that is free."""
    one = play.plan.classes[str(step.who)]
    wish = Wish(play.atlas.county(one.county).id, one.course, one.capacity, one.starts_on)
    by = play.atlas.officer("coordinator", play.atlas.county(one.county))
    play.memory.classes[one.code] = play.stage.training.once(
        step.key, lambda use: use.training_class.plan(wish, by=by).id
    )


def file(play: Players, step: Step) -> None:
    """The coordinator hands it in."""
    _step(play, step, "file", "coordinator")


def approve(play: Players, step: Step) -> None:
    """The county's reviewer agrees."""
    _step(play, step, "approve", "training_reviewer")


def open_(play: Players, step: Step) -> None:
    """Women may enrol from now on."""
    _step(play, step, "open", "coordinator")


def _step(play: Players, step: Step, action: str, role: str) -> None:
    class_id = play.memory.classes[str(step.who)]
    by = play.atlas.officer(role, play.atlas.county(step.county))
    play.stage.training.once(
        step.key,
        lambda use: getattr(use.training_class.step, action)(class_id, by=by).id,
        hot=f"class:{class_id}",
    )
