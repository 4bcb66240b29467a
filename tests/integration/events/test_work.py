"""The `work` process as a whole: it starts without a broker, keeps its slot, leaves when told or when stuck."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.clock import Clock
from shared.events.broker import BrokerSilent
from shared.events.lease import Leases
from shared.events.reading import Reader
from shared.events.relay import Relay
from shared.events.topics import apply
from shared.events.watchdog import Watchdog
from shared.ids import new_id
from tests.chaos.service import KIND, Service
from tests.integration.events.world import REGISTRY, World
from tests.stack.servers import Broker

ROOT = Path(__file__).parents[3]
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(mongo_url: str, tmp_path: Path) -> Iterator[Start]:
    """Starts a work process of the small service, which logs to 0.log, the next to 1.log; ends them all afterwards."""
    running: list[subprocess.Popen[bytes]] = []

    def go(name: str, bootstrap: str, role: str = "jobs") -> subprocess.Popen[bytes]:
        stand = json.dumps({"mongo": mongo_url, "kafka": bootstrap, "name": name})
        environment = {**os.environ, "STAND": stand, "PYTHONWARNINGS": "ignore"}
        with (tmp_path / f"{len(running)}.log").open("wb") as log:
            command = [sys.executable, "-m", "tests.chaos.service", role, "0"]
            running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
        return running[-1]

    yield go
    for one in running:
        one.kill()
        one.wait()


@pytest.fixture
def service(mongo_url: str, unused_port: int) -> Iterator[Service]:
    """The small service without a broker."""
    service = Service(mongo_url, f"127.0.0.1:{unused_port}", f"c{new_id()[-10:]}")
    service.prepare()
    yield service
    service.client.drop_database(service.settings.database)
    service.client.close()


def wait_until(true: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.05)


def said(log: Path, words: str) -> Callable[[], bool]:
    return lambda: words in log.read_text()


def test_without_a_broker_jobs_run_at_once_and_the_process_stays(
    start: Start, service: Service, tmp_path: Path
) -> None:
    name, bootstrap = service.settings.database, service.settings.kafka_bootstrap
    worker = start(name, bootstrap, "everything")
    service.jobs.add(None, KIND, "w1-5", Clock.real_now())
    wait_until(lambda: service.db.letters.count_documents({"_id": "w1-5"}) == 1)
    service.say("w1")
    wait_until(said(tmp_path / "0.log", "the relay waits 0.4 s"))  # it has tried three times in vain
    assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0


def test_a_slot_is_held_by_one_process_and_goes_to_the_next_when_it_leaves(
    start: Start, service: Service, tmp_path: Path
) -> None:
    name, bootstrap = service.settings.database, service.settings.kafka_bootstrap
    slot = {"_id": f"slot/{name}-0"}

    def owner() -> str:
        return (service.db.leases.find_one(slot) or {}).get("owner") or ""

    first = start(name, bootstrap)
    wait_until(lambda: owner() != "")
    held = owner()
    second = start(name, bootstrap)
    wait_until(said(tmp_path / "1.log", f"waiting for {slot['_id']}"))
    assert owner() == held
    first.send_signal(signal.SIGTERM)
    assert first.wait(30) == 0
    wait_until(lambda: owner() not in ("", held))
    assert second.poll() is None


def test_a_process_that_lost_its_slot_leaves_with_an_error(start: Start, service: Service) -> None:
    name = service.settings.database
    worker = start(name, service.settings.kafka_bootstrap)
    wait_until(lambda: service.db.leases.count_documents({"_id": f"slot/{name}-0", "owner": {"$ne": None}}) == 1)
    far = Clock.real_now().replace(year=2100)
    service.db.leases.update_one({"_id": f"slot/{name}-0"}, {"$set": {"owner": "somebody else", "until": far}})
    assert worker.wait(30) == 1


class Still:
    """Watches a relay and a reader whose surroundings a test decides."""

    def __init__(self, world: World, kafka_says: Callable[[], dict]) -> None:
        self.left = 0
        self.relay = Relay(world.outbox, Leases(world.db, "me", ("relay/0", "relay/1")), "t", lambda: None)  # type: ignore[arg-type, return-value]
        applier = world.consumer().applier(threading.Event(), REGISTRY)
        self.reader = Reader("loans", world.db, applier, lambda: None)  # type: ignore[arg-type, return-value]
        self.dog = Watchdog(world.db, self.relay, self.reader, kafka_says, limit=1.0, leave=self.leave)

    def leave(self) -> None:
        self.left += 1

    def after(self, seconds: float) -> str:
        self.dog.stuck()
        time.sleep(seconds)
        return self.dog.stuck()


def test_a_reader_that_stands_still_with_work_before_it_is_stuck(world: World) -> None:
    place = ("t", 0)
    offsets = {place: (3, 9)}
    still = Still(world, lambda: offsets)
    assert still.after(0.2) == ""
    assert still.after(1.1) == "reader"
    offsets[place] = (4, 9)
    assert still.dog.stuck() == ""
    offsets.clear()
    assert still.after(1.2) == ""


def test_another_members_partition_is_its_own_business(world: World) -> None:
    still = Still(world, lambda: {("t", 0): (3, 9)})
    still.reader.places = {("t", 1)}
    assert still.after(1.2) == ""


def test_nobody_is_stuck_while_no_broker_answers(world: World) -> None:
    def silent() -> dict:
        raise BrokerSilent

    still = Still(world, silent)
    world.say("w1", 1)
    still.relay.leases.hold()
    assert still.after(1.2) == ""


def test_a_relay_that_holds_a_shard_and_sends_nothing_is_stuck(world: World) -> None:
    still = Still(world, dict)
    for n in range(20):
        world.say(f"w{n}", n)
    assert still.after(1.2) == ""  # it holds nothing: somebody else sends
    still.relay.leases.hold()
    assert still.after(1.2) == "relay"
    still.relay.beat = time.monotonic()
    assert still.dog.stuck() == ""


def test_the_watchdog_ends_the_process_it_watches(world: World) -> None:
    still = Still(world, lambda: {("t", 0): (3, 9)})
    stop = threading.Event()
    watching = threading.Thread(target=still.dog.run, args=(stop,))
    watching.start()
    wait_until(lambda: still.left > 0, 10)
    stop.set()
    watching.join()


def test_everything_runs_in_one_process_with_a_broker(
    start: Start, service: Service, kafka: Broker, mongo_url: str
) -> None:
    name = service.settings.database
    apply(kafka.bootstrap, [f"{name}.events"], partitions=2)
    worker = start(name, kafka.bootstrap, "everything")
    for _ in range(5):
        service.say("w1")
    wait_until(lambda: (service.db.heard.find_one({"_id": "w1"}) or {}).get("heard") == [1, 2, 3, 4, 5], 60)
    wait_until(lambda: service.db.letters.count_documents({"_id": "w1-5", "sent": 1}) == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
