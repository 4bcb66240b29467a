"""The import under kill -9, in a real worker process: whoever takes over goes on at the row where the last one died."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.training.domain.roster import State
from shared.jobs.job import NEVER
from tests.builders.world import environment
from tests.integration.training.county import ROSTER, County, county

KILLS = 3
pytestmark = pytest.mark.chaos


@pytest.fixture
def here(mongo_url: str, database_name: str, tmp_path: Path) -> Iterator[County]:
    with county(mongo_url, f"{database_name[:30]}_", tmp_path) as found:
        yield found


@pytest.fixture
def command(mongo_url: str, database_name: str, tmp_path: Path, here: County) -> dict[str, str]:
    """The environment of a worker beside this process; nobody answers where Kafka would be."""
    peers = {"APPLICANT_URL": here.school.wiring.frame.settings.peers["applicant"]}
    return {**os.environ, **environment("training", mongo_url, f"{database_name[:30]}_", tmp_path), **peers}


def a_worker(environ: dict[str, str], slot: int) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "services.training", "work"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(words, env={**environ, "WORK_SLOT": str(slot)}, stdout=quiet, stderr=quiet)


def test_a_worker_killed_again_and_again_enrols_everybody_once(here: County, command: dict[str, str]) -> None:
    """Three kills at seeded moments of one import; the lease is ended by hand so that the test need not wait for it."""
    chance = random.Random(11)
    class_id = here.opened()
    roster_id = here.bring(class_id, ROSTER.read_bytes())
    died_at = []
    for slot in range(KILLS):
        goal = (slot + 1) * 10 + chance.randrange(4)
        worker = a_worker(command, slot)
        try:
            wait(lambda goal=goal: here.roster(roster_id)[0].done >= goal, worker)
            time.sleep(chance.random() * 0.03)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        died_at.append(here.roster(roster_id)[0].done)
        here.school.db.jobs.update_many({}, {"$set": {"until": NEVER}})
    assert died_at == sorted(died_at)
    assert died_at[0] < 48, "it was killed while it ran"
    last = a_worker(command, KILLS)
    try:
        wait(lambda: here.roster(roster_id)[0].state is State.DONE, last)
    finally:
        last.terminate()
        last.wait(20)
    roster, _ = here.roster(roster_id)
    assert roster.counts == {"accept": 38, "warn": 3, "error": 7, "enrolled": 41}
    assert roster.done == 48
    people = here.school.db.enrolments.distinct("person_id", {"class_id": class_id})
    assert len(people) == here.school.db.enrolments.count_documents({"class_id": class_id}) == 41
    assert here.applicant.db.persons.count_documents({}) == 41
    assert here.school.class_(class_id).seats.enrolled == 41
    assert len(here.school.events("training.enrolment.enrolled.v1")) == 41
    assert here.school.db.jobs.count_documents({"kind": "roster.import"}) == 0


def wait(true, worker: subprocess.Popen[bytes], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
