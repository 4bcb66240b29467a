"""A process that dies inside a transaction does not keep its rows locked for a minute."""

import subprocess
import sys
import time
from pathlib import Path

from shared.storage.abandoned import end_abandoned
from tests.integration.events.world import World

ROOT = Path(__file__).parents[3]
DIES = """
import os, sys
from shared.storage.mongo import connect
client = connect(sys.argv[1])
session = client.start_session()
session.start_transaction()
client[sys.argv[2]].heard.update_one({"_id": "w1"}, {"$inc": {"n": 1}}, session=session)
os.kill(os.getpid(), 9)
"""


def test_the_transaction_of_a_dead_process_is_ended_and_the_row_is_free(world: World) -> None:
    world.db.heard.insert_one({"_id": "w1", "n": 0})
    subprocess.run([sys.executable, "-c", DIES, world.url, world.name], cwd=ROOT, check=False)
    until = time.monotonic() + 5
    while not end_abandoned(world.client):
        assert time.monotonic() < until
    began = time.monotonic()
    world.db.heard.update_one({"_id": "w1"}, {"$inc": {"n": 10}})
    assert time.monotonic() - began < 2
    assert world.db.heard.find_one() == {"_id": "w1", "n": 10}


def test_the_transaction_of_a_living_process_is_left_alone(world: World) -> None:
    world.db.heard.insert_one({"_id": "w1", "n": 0})
    with world.client.start_session() as session, session.start_transaction():
        world.db.heard.update_one({"_id": "w1"}, {"$inc": {"n": 1}}, session=session)
        time.sleep(0.2)
        assert end_abandoned(world.client) == 0
    assert world.db.heard.find_one() == {"_id": "w1", "n": 1}
