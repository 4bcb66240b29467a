"""All of Jinguo for a test: servers and processes on free ports, and the faults a test may cause."""

import json
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pymongo
from pymongo.database import Database

from deploy.local import kafka, mongo, secrets
from deploy.local.children import wait_for
from deploy.local.place import temporary_place
from deploy.local.ports import answers_ok
from deploy.local.stand import Stand
from shared.clock import Clock

Document = dict[str, Any]


@dataclass
class Stack:
    """A stand of its own in a temporary folder. Programs: `<service>-web`, `<service>-work`, mongod, kafka, nginx.

    A program that ends by itself is started again, as in the local run; one that a test ended stays ended until
    `restart`. A test that breaks something mends it before it ends.
    """

    folder: Path
    stand: Stand = field(init=False)
    client: pymongo.MongoClient[Document] = field(init=False)
    said: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _tender: threading.Thread | None = None

    def __post_init__(self) -> None:
        self.stand = Stand(temporary_place(self.folder), tell=self.said.append, done=self._note)
        self.client = pymongo.MongoClient(mongo.url(self.stand.place.mongo), tz_aware=True, connect=False)

    def open(self) -> None:
        """Bring everything up and tend it."""
        self.stand.up()
        self._tender = threading.Thread(target=self._tend, daemon=True)
        self._tender.start()

    def close(self) -> None:
        """Stop everything."""
        self._over.set()
        if self._tender is not None:
            self._tender.join()
        self.client.close()
        self.stand.down()

    @property
    def base_url(self) -> str:
        """Return the one address, by the name that may carry a `__Host-` cookie without TLS."""
        return self.stand.place.public_url

    @property
    def bootstrap(self) -> str:
        """Return the broker's address."""
        return f"127.0.0.1:{self.stand.place.kafka.broker}"

    @property
    def mongo_url(self) -> str:
        """Return the database server's address."""
        return mongo.url(self.stand.place.mongo)

    @property
    def password(self) -> str:
        """Return the password of the demonstration accounts."""
        return secrets.password(self.stand.place.data)

    def db(self, service: str) -> Database[Document]:
        """Return a service's database."""
        return self.client[f"jinguo_{service}"]

    def web_url(self, service: str) -> str:
        """Return a service's own address, past nginx."""
        return f"http://127.0.0.1:{self.stand.place.web[service]}"

    def metrics_url(self, service: str) -> str:
        """Return the address of the work process's figures."""
        return f"http://127.0.0.1:{self.stand.place.metrics[service]}"

    def environment(self, service: str, *, work: bool = False) -> dict[str, str]:
        """Return the environment of a service's process, to run one of its commands beside it."""
        return self.stand.place.environment(service, work=work)

    def messages(self) -> list[dict[str, Any]]:
        """Return what was sent to phones so far, oldest first: at, to, key, text."""
        log = self.stand.place.data / "messages.log"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    @property
    def clock(self) -> Clock:
        """Return the business clock of all processes."""
        return Clock(self.stand.place.data / "clock")

    def move_clock(self, seconds: int) -> None:
        """Set the business clock this far from the server's; every process follows at once."""
        self.clock.move(seconds)

    def pid(self, name: str) -> int | None:
        """Return the process id of a program while it runs."""
        return self.stand.keeper.kept[name].child.pid

    def kill9(self, name: str) -> None:
        """End a program as a power cut would; it stays ended until `restart`."""
        kept = self.stand.keeper.kept[name]
        kept.wanted = False
        kept.child.kill9()

    def crash(self, name: str) -> None:
        """End a program with -9 and let it be started again by itself, as in real life."""
        self.stand.keeper.kept[name].child.kill9()

    def sigstop(self, name: str) -> None:
        """Freeze a program: its connections stay open and nothing answers."""
        self.stand.keeper.kept[name].child.signal(signal.SIGSTOP)

    def sigcont(self, name: str) -> None:
        """Let a frozen program go on."""
        self.stand.keeper.kept[name].child.signal(signal.SIGCONT)

    def stop(self, name: str, grace: float = 5.0) -> None:
        """Ask a program to end and keep it ended until `restart`."""
        self.stand.keeper.stop([name], grace)

    def restart(self, name: str) -> None:
        """Start a program again (ending it first if it runs) and wait until it answers."""
        kept = self.stand.keeper.kept[name]
        kept.wanted = False
        kept.child.stop()
        kept.start()
        kept.wanted = True
        self.wait_until_ready(name)

    def wait_until_ready(self, name: str, seconds: float = 60.0) -> None:
        """Wait until a program answers; raises NotReady."""
        place, child = self.stand.place, self.stand.keeper.kept[name].child
        service, _, kind = name.partition("-")
        if name == "mongod":
            mongo.wait_until_primary(child, place.mongo, seconds)
        elif name == "kafka":
            kafka.wait_until_ready(child, place.kafka, seconds)
        elif kind == "web":
            wait_for(name, partial(answers_ok, f"{self.web_url(service)}/{service}/readyz"), seconds, child)
        elif kind == "work":
            wait_for(name, partial(answers_ok, f"{self.metrics_url(service)}/healthz"), seconds, child)

    def last_lines(self, count: int = 12) -> str:
        """Return the end of every log, for a test that failed."""
        logs = sorted(self.stand.place.logs.glob("*.log"))
        ends = [f"── {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-count:]) for log in logs]
        return "\n".join([*self.said, *ends])

    def _note(self, what: str, seconds: float) -> None:
        self.said.append(f"{what} after {seconds:.1f} s")

    def _tend(self) -> None:
        while not self._over.wait(0.1):
            with suppress(OSError):  # the folder may be gone at the very end
                self.stand.keeper.tend()
