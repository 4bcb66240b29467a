"""One stand of Jinguo coming up and going down: real servers, the six processes, nginx; local run and tests alike."""

import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path

from deploy.local import edge, kafka, mongo, secrets
from deploy.local.children import Child, Program, stop_all, wait_for
from deploy.local.keeper import Keeper
from deploy.local.place import Place, manifest
from deploy.local.places import ROOT
from deploy.local.stamps import Stamp, fingerprint

SERVERS = ("kafka", "mongod")
SERVICES_GRACE = 1.0
SERVERS_GRACE = 0.9


@dataclass
class Stand:
    """Starts and stops everything of one place. `done` hears each step and the seconds it took."""

    place: Place
    tell: Callable[[str], None]
    done: Callable[[str, float], None]
    keeper: Keeper = field(init=False)
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.keeper = Keeper(self.tell)

    def up(self) -> None:
        """Start everything, everything that can at once; raises NotReady with the log of what did not come."""
        self._make_secrets()
        self._start_servers()
        self._wait_for_mongo()
        self._once("indexes", _index_sources())
        self._start("web")
        self._wait_for_kafka()
        self._once("topics", [])
        self._start("work")
        self._wait_for_services()
        self._seed()

    def down(self) -> None:
        """Stop everything within two seconds: first who asks, then who is asked."""
        self.keeper.stop([name for name in self.keeper.kept if name not in SERVERS], SERVICES_GRACE)
        self.keeper.stop(SERVERS, SERVERS_GRACE)

    def _make_secrets(self) -> None:
        self.place.logs.mkdir(parents=True, exist_ok=True)
        secrets.make(self.place.secrets)
        secrets.password(self.place.data)

    def _start_servers(self) -> None:
        place = self.place
        if place.own_mongo:
            self.keeper.start(mongo.program(place.mongo_data, place.mongo, place.logs / "mongod.log"))
        self.keeper.start(edge.program(place))
        if place.own_kafka:
            properties = kafka.prepare(place.kafka_data, place.kafka)
            self.keeper.start(kafka.program(properties, place.logs / "kafka.log"))

    def _wait_for_mongo(self) -> None:
        if self.place.own_mongo:
            mongo.wait_until_primary(self._child("mongod"), self.place.mongo)
            self._done("MongoDB takes writes")

    def _wait_for_kafka(self) -> None:
        if self.place.own_kafka:
            kafka.wait_until_ready(self._child("kafka"), self.place.kafka)
            self._done("Kafka takes events")

    def _start(self, kind: str) -> None:
        for service in manifest()["services"]:
            self.keeper.start(self.place.process(kind, service))

    def _wait_for_services(self) -> None:
        edge.wait_until_ready(self._child("nginx"), self.place)
        for service in manifest()["services"]:
            ready = f"http://127.0.0.1:{self.place.web[service]}/{service}/readyz"
            wait_for(f"{service} web", partial(answers_ok, ready), 30, self._child(f"{service}-web"))
        for service in manifest()["services"]:
            alive = f"http://127.0.0.1:{self.place.metrics[service]}/healthz"
            wait_for(f"{service} work", partial(answers_ok, alive), 30, self._child(f"{service}-work"))
        self._done("nginx and the three services answer")

    def _once(self, verb: str, inputs: Iterable[Path]) -> None:
        stamp = Stamp(self._memory() / verb)
        now = fingerprint(inputs, *self.place.outside.values())
        if not stamp.says(now):
            run_all([self.place.verb("once", verb, service) for service in manifest()["services"]])
            stamp.put(now)
            self._done(f"{verb} made")

    def _seed(self) -> None:
        stamp = Stamp(self._memory() / "seed")
        if not stamp.file.exists():
            for service in manifest()["services"]:
                run_all([self.place.verb("demonstration", "seed", service)])
            stamp.put("done")
            self._done("demonstration city made")

    def _memory(self) -> Path:
        """Return where this database's stamps lie: inside its own folder, so that they go when it goes."""
        return (self.place.mongo_data if self.place.own_mongo else self.place.data / "outside") / "stamps"

    def _child(self, name: str) -> Child:
        return self.keeper.kept[name].child

    def _done(self, what: str) -> None:
        self.done(what, time.monotonic() - self.began)


def run_all(programs: Iterable[Program]) -> None:
    """Run commands side by side to their end; raises NotReady with the log of one that failed."""
    children = [Child(program) for program in programs]
    for child in children:
        child.start()
    try:
        for child in children:
            wait_for(child.program.name, partial(_ended_well, child), 120, child)
    finally:
        stop_all(children, 1.0)


def _ended_well(child: Child) -> bool:
    return child.exit_code == 0


def answers_ok(url: str) -> bool:
    """Tell whether a GET is answered with 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310  # an address of our own loopback
            return bool(answer.status == HTTPStatus.OK)
    except (urllib.error.URLError, OSError):
        return False


def forget(place: Place) -> list[Path]:
    """Delete what a stand has stored, keeping nothing but what set-up made; return what was there."""
    files = ["mongo", "kafka/data", "outside", "nginx", "logs", "secrets", "demo-password", "messages.log", "clock"]
    there = [place.data / name for name in files if (place.data / name).exists()]
    for path in there:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return there


def _index_sources() -> list[Path]:
    return [*ROOT.glob("services/*/storage"), ROOT / "shared" / "storage", ROOT / "shared" / "events"]
