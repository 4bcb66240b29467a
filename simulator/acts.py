"""From the words of the plan to what is done; a refused act ends that road and nobody else's."""

from collections.abc import Callable, Mapping

from shared.errors import Problem
from simulator import acts_classes, acts_people
from simulator.players import Players
from simulator.steps import Step

Act = Callable[[Players, Step], None]
ACTS: Mapping[str, Act] = {
    "class.plan": acts_classes.plan,
    "class.file": acts_classes.file,
    "class.approve": acts_classes.approve,
    "class.open": acts_classes.open_,
    "woman.register": acts_people.register,
    "woman.enrol": acts_people.enrol,
    "woman.drop": acts_people.drop,
}


def act(play: Players, step: Step) -> bool:
    """Play one step; tell whether something was done."""
    road = _road(step)
    if step.verb not in ACTS or (step.who, road) in play.memory.broken:
        return False
    try:
        ACTS[step.verb](play, step)
    except KeyError:  # what it stands on was refused before
        play.memory.broken.add((step.who, road))
        return False
    except Problem as problem:
        play.stage.note(step.verb, problem)
        play.memory.broken.add((step.who, road))
        return False
    return True


def _road(step: Step) -> str:
    return "class" if step.verb in ("woman.enrol", "woman.drop") else step.verb.partition(".")[0]
