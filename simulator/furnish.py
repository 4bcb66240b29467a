"""Rooms, looms and teachers for the counties that the training seed leaves bare; names of teachers are invented."""

import uuid
from collections.abc import Iterator

from services.applicant.domain.unit import Unit
from services.training.domain.place import Equipment, Room, Teacher
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
            things = list(_things(atlas.county(division)))
            stage.training.run(lambda use, put=things: _put(use, put))  # type: ignore[misc]


def _put(use: UseCases, things: list[Room | Teacher | Equipment]) -> None:
    for one in things:
        use.place.put(one)


def _things(county: Unit) -> Iterator[Room | Teacher | Equipment]:
    for title, seats in ROOMS:
        yield Room(_id(county, title), title, f"{county.title}妇女之家", seats, county.path)
    looms = f"{LOOMS} 台织机"
    yield Equipment(_id(county, looms), "loom", looms, LOOMS, _id(county, ROOMS[0][0]), county.path)
    for nth, trades in enumerate(TRADES):
        rng = Dice(f"teacher/{county.division}/{nth}").rng()
        name = rng.choice(SURNAMES)[0] + rng.choice(FIRST) + rng.choice(SECOND)
        yield Teacher(_id(county, f"teacher {nth}"), name, WORDS[trades[0]], trades, county.path)


def _id(county: Unit, name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"jinguo:{county.division}/{name}").hex
