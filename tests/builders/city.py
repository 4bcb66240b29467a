"""A whole city on a real mongod, without Kafka: its services wired in this process, its events carried by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from pymongo import MongoClient

from deploy.local import secrets
from services.applicant.storage import indexes as applicant_indexes
from services.loans.storage import indexes as loans_indexes
from services.training.storage import indexes as training_indexes
from shared import settings
from simulator import atlas, founding, furnish, neighbours
from simulator.carry import settle
from simulator.city import City
from simulator.clock import PlayedClock
from simulator.plan import plan
from simulator.players import Players
from simulator.stage import Stage
from tests.builders.world import environment

INDEXES = {"applicant": applicant_indexes, "training": training_indexes, "loans": loans_indexes}


@contextmanager
def a_stage(mongo_url: str, prefix: str, folder: Path) -> Iterator[Stage]:
    """Open the three services on databases that begin with `prefix`; drop them at the end."""
    secrets.make(folder / "secrets")
    (folder / "data").mkdir(exist_ok=True)
    quiet = {"LOG_LEVEL": "WARNING"}
    read = {
        name: settings.read(name, environment(name, mongo_url, prefix, folder) | quiet) for name in settings.SERVICES
    }
    with MongoClient(mongo_url, tz_aware=True) as client:
        for name, one in read.items():
            INDEXES[name].ensure(client[one.database])
        stage = Stage.open(read, PlayedClock())
        try:
            yield stage
        finally:
            stage.close()
            for one in read.values():
                client.drop_database(one.database)


def found(stage: Stage) -> None:
    """Set the federation up, with accounts, rooms and teachers."""
    founding.found(stage, "a-password-of-tests")


def play(stage: Stage, women: int, today: date, seed: str = "1") -> Players:
    """Play a city up to a day and carry what was said."""
    where = atlas.read(stage)
    furnish.furnish(stage, where)
    neighbours.join(stage)
    players = Players(stage, where, plan(seed, women, today))
    City(players, lambda *_: None).play()
    settle(stage)
    return players
