"""A federation in empty databases, without Kafka: units, accounts, rooms and teachers, known to all three services."""

from services.applicant.errands.found_federation import FoundFederation
from shared.replica import Unit
from simulator.carry import settle
from simulator.goals import WHOLE
from simulator.stage import Stage

HUAIHUA = "431200"


def found(stage: Stage, password: str) -> None:
    """Set it up; `password` opens every demonstration account. Done twice it changes nothing."""
    FoundFederation(stage.applicant.wiring.worker)(HUAIHUA)
    stage.applicant.wiring.errands.doors.demonstration(password)
    settle(stage)
    training = stage.training.wiring.errands
    for division in WHOLE:
        training.demonstration.places(_unit(stage, training.walk_class.unit(division)))


def _unit(stage: Stage, unit_id: str) -> Unit:
    unit: Unit = stage.training.ask(lambda use: use.replica.units.get(unit_id))
    return unit
