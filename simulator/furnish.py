"""Rooms, looms, teachers and organisers for the counties that the training seed leaves bare; names are invented."""

import uuid
from collections.abc import Iterator
from functools import partial

from services.applicant.domain.unit import Unit
from services.training.domain.place import Equipment, Room, Teacher, Thing
from services.training.errands.demonstration import DEGREES, organiser
from services.training.usecases import UseCases
from simulator.atlas import Atlas
from simulator.dice import Dice
from simulator.goals import COUNTIES, WHOLE
from simulator.people import FIRST, SECOND, SURNAMES
from simulator.stage import Stage

LOOMS = 15
ROOMS = (("101 织机室", 30), ("102 手工室", 40), ("201 电脑室", 40))
TRADES = (("craft",), ("craft",), ("craft",), ("ecommerce", "startup"), ("ecommerce", "startup", "broker"))
WORDS = {"craft": "编织技师", "ecommerce": "电商讲师"}


def furnish(stage: Stage, atlas: Atlas) -> None:
    """Put things where they are missing; done twice it changes nothing."""
    for division in COUNTIES:
        if division not in WHOLE:
            stage.training.run(partial(_put, county=atlas.county(division)))


def _put(use: UseCases, county: Unit) -> None:
    names = (_named(f"legal/{county.division}"), _named(f"contact/{county.division}"))
    for one in (*_things(county), organiser(use, county.title, tuple(county.path), names)):
        use.place.put(one)


def _named(seed: str) -> str:
    rng = Dice(seed).rng()
    return rng.choice(SURNAMES)[0] + rng.choice(FIRST) + rng.choice(SECOND)


def _things(county: Unit) -> Iterator[Thing]:
    for title, seats in ROOMS:
        yield Room(_id(county, title), title, f"{county.title}妇女之家", seats, county.path)
    looms = f"{LOOMS} 台织机"
    yield Equipment(_id(county, looms), "loom", looms, LOOMS, _id(county, ROOMS[0][0]), county.path)
    for nth, trades in enumerate(TRADES):
        called, title, degree = f"teacher {nth}", WORDS[trades[0]], DEGREES[nth % len(DEGREES)]
        yield Teacher(
            _id(county, called), _named(f"teacher/{county.division}/{nth}"), title, trades, county.path, degree=degree
        )


def _id(county: Unit, name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"jinguo:{county.division}/{name}").hex
