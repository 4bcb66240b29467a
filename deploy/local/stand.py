"""One stand of Jinguo coming up and going down: real servers, the six processes, nginx; local run and tests alike."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from deploy.local import edge, kafka, mongo, secrets
from deploy.local.children import Child, NotReady, run_all, start_within, wait_for
from deploy.local.keeper import Keeper
from deploy.local.place import Place, manifest
from deploy.local.places import ROOT
from deploy.local.ports import answers_ok
from deploy.local.stamps import Stamp, fingerprint

SERVERS = ("kafka", "mongod")
INDEX_SOURCES = ("services/*/storage", "shared/storage", "shared/events", "shared/jobs")
SERVICES_GRACE = 1.4
SERVERS_GRACE = 0.6  # a mongod that is killed loses nothing it confirmed


@dataclass
class Stand:
    """Starts and stops everything of one place. `done` hears each step and the seconds it took.

    The start as a whole has `within` seconds; a step that still waits when they are over says so in NotReady.
    """

    place: Place
    tell: Callable[[str], None]
    done: Callable[[str, float], None]
    keeper: Keeper = field(init=False)
    within: float = field(default_factory=start_within)
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.keeper = Keeper(self.tell)

    def up(self) -> None:
        """Start everything, everything that can at once; raises NotReady with the log of what did not come."""
        self.serve()
        self.follow()

    def serve(self) -> None:
        """Come to where every page answers and takes commands; what they say waits in the outbox for who follows."""
        self._put_old_logs_away()
        self._make_secrets()
        self._start_servers()
        if self._prepared("indexes"):  # a later start: the pages need not wait for anybody
            self._start("web")
        self._wait_for_mongo()
        self._prepare("indexes")
        self._start("web")
        self._wait_for_pages()
        self._wait_for_kafka()

    def follow(self) -> None:
        """Start who relays, reads and does what is due, and make the demonstration's people on the first start."""
        self._prepare("topics")
        self._start("work")
        self._wait_for_work()
        self._seed()

    def up_for_writing(self) -> None:
        """Start the database alone, with its indexes, for whoever fills it before anybody reads."""
        self._put_old_logs_away()
        self._make_secrets()
        place = self.place
        if place.own_mongo:
            self.keeper.start(mongo.program(place.mongo_data, place.mongo, place.logs / "mongod.log"))
        self._wait_for_mongo()
        self._prepare("indexes")

    def down(self) -> None:
        """Stop everything within two seconds: first who asks, then who is asked."""
        self.keeper.stop([name for name in self.keeper.kept if name not in SERVERS], SERVICES_GRACE)
        self.keeper.stop(SERVERS, SERVERS_GRACE)

    def _put_old_logs_away(self) -> None:
        """Keep the logs of the last start beside this one's, so that a log says what happened now."""
        before = self.place.logs.with_name("logs-before")
        if self.place.logs.exists():
            shutil.rmtree(before, ignore_errors=True)
            self.place.logs.rename(before)
        self.place.logs.mkdir(parents=True)

    def _make_secrets(self) -> None:
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
            mongo.wait_until_primary(self._child("mongod"), self.place.mongo, self._left)
            self._done("MongoDB takes writes")

    def _wait_for_kafka(self) -> None:
        if self.place.own_kafka:
            kafka.wait_until_ready(self._child("kafka"), self.place.kafka, self._left)
            self._done("Kafka takes events")

    def _start(self, kind: str) -> None:
        for service in manifest()["services"]:
            if f"{service}-{kind}" not in self.keeper.kept:
                self.keeper.start(self.place.process(kind, service))

    def _wait_for_pages(self) -> None:
        edge.wait_until_ready(self._child("nginx"), self.place)
        for service in manifest()["services"]:
            ready = f"http://127.0.0.1:{self.place.web[service]}/{service}/readyz"
            wait_for(f"{service} web", partial(answers_ok, ready), self._left, self._child(f"{service}-web"))
        self._done("nginx and the three services answer")

    def _wait_for_work(self) -> None:
        for service in manifest()["services"]:
            alive = f"http://127.0.0.1:{self.place.metrics[service]}/healthz"
            wait_for(f"{service} work", partial(answers_ok, alive), self._left, self._child(f"{service}-work"))
        self._done("events travel between them")

    def _prepared(self, verb: str) -> bool:
        return Stamp(self._memory() / verb).says(self._print_of(verb))

    def _prepare(self, verb: str) -> None:
        if not self._prepared(verb):
            run_all([self.place.verb("once", verb, service) for service in manifest()["services"]], self._left)
            Stamp(self._memory() / verb).put(self._print_of(verb))
            self._done(f"{verb} made")

    def _print_of(self, verb: str) -> str:
        sources = INDEX_SOURCES if verb == "indexes" else ()
        files = [path for pattern in sources for path in ROOT.glob(pattern)]
        return fingerprint(files, *self.place.outside.values())

    @property
    def seeded(self) -> bool:
        """Tell whether the people of the demonstration are there."""
        return self.stamp("seed").file.exists()

    def _seed(self) -> None:
        if self.seeded:
            return
        missing = [service for service in manifest()["services"] if not self._seeded(service)]
        if not missing:
            self.stamp("seed").put("done")
            self._done("demonstration city made")

    def _seeded(self, service: str) -> bool:
        """Run one seed; without it everything works, on emptier pages, and the next start tries again."""
        try:
            run_all([self.place.verb("demonstration", "seed", service)], self._left)
        except NotReady as problem:
            self.tell(f"The demonstration of {service} is not complete; the next start tries again. {problem}")
            return False
        return True

    def stamp(self, name: str) -> Stamp:
        """Return the stamp of something that is done once for this database."""
        return Stamp(self._memory() / name)

    def _memory(self) -> Path:
        """Return where this database's stamps lie: inside its own folder, so that they go when it goes."""
        return (self.place.mongo_data if self.place.own_mongo else self.place.data / "outside") / "stamps"

    @property
    def _left(self) -> float:
        return max(self.began + self.within - time.monotonic(), 0.0)

    def _child(self, name: str) -> Child:
        return self.keeper.kept[name].child

    def _done(self, what: str) -> None:
        self.done(what, time.monotonic() - self.began)
