"""The stand of the kill campaign: real servers, four processes, writers, and faults by process id."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.children import Child, Program
from shared.errors import Unavailable
from shared.events import broker
from shared.events.health import WAITING, counts, reconcile
from shared.events.outbox import SHARDS
from shared.events.topics import apply
from shared.ids import new_id
from shared.storage.abandoned import end_abandoned
from tests.chaos.checks import Facts
from tests.chaos.service import Service
from tests.stack.servers import Broker, Mongod

STREAMS = 30
WRITERS = 4
PATIENCE = 120.0
ROLES = {"relay": ("relay", 0), "relay_2": ("relay", 1), "consumer": ("consumer", 2), "jobs": ("jobs", 3)}


@dataclass
class Stand:
    """Everything that runs in one campaign. `tick` keeps the processes alive as a supervisor would."""

    mongod: Mongod
    broker: Broker
    folder: Path
    name: str = field(default_factory=lambda: f"c{new_id()[-10:]}")
    children: dict[str, Child] = field(default_factory=dict)
    acknowledged: set[tuple[str, int]] = field(default_factory=set)
    ended: dict[str, float] = field(default_factory=dict)
    restarts: int = 0
    bug: str = ""
    patience: float = PATIENCE

    def __post_init__(self) -> None:
        self.service = Service(self.mongod.url, self.broker.bootstrap, self.name)
        self.service.prepare()
        apply(self.broker.bootstrap, [f"{self.name}.events"], partitions=4)

    def start(self, role: str, crash: str = "") -> None:
        """Start a role's process, to die at a point if `crash` names one."""
        kind, slot = ROLES[role]
        environment = {**os.environ, "STAND": json.dumps(self._place()), "PYTHONWARNINGS": "ignore"}
        environment |= {"CRASH_AT": crash} if crash else {}
        environment |= {"BUG": self.bug} if self.bug else {}
        command = [sys.executable, "-m", "tests.chaos.service", kind, str(slot)]
        self.children[role] = Child(Program(role, command, environment, self.folder / f"{role}.log"))
        self.children[role].start()

    def tick(self, seconds: float = 0.0) -> None:
        """Start again what has ended, 0.2 s after its end; for so many seconds."""
        until = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            for role, child in list(self.children.items()):
                if child.running:
                    self.ended.pop(role, None)
                elif now - self.ended.setdefault(role, now) > 0.2:
                    self.restarts += 1
                    self.start(role)
            if now >= until:
                return
            time.sleep(0.05)

    def wait_for_holder(self) -> None:
        """Wait until somebody holds every shard."""
        until = time.monotonic() + self.patience
        held = {"_id": {"$regex": "^relay/"}, "owner": {"$ne": None}, "$expr": {"$gt": ["$until", "$$NOW"]}}
        while self.service.db.leases.count_documents(held) < SHARDS:
            if time.monotonic() > until:
                raise TimeoutError("nobody holds the shards")
            self.tick(0.1)

    @contextmanager
    def load(self) -> Iterator[None]:
        """Let the writers write while the block runs."""
        over = threading.Event()
        writers = [threading.Thread(target=self._write, args=(over, n)) for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        try:
            yield
        finally:
            over.set()
            for writer in writers:
                writer.join()

    def settle(self) -> float:
        """Wait until nothing is on its way; return the seconds it took; raises TimeoutError with what still waits."""
        began = time.monotonic()
        while (left := self._left()) != "":
            if time.monotonic() - began > self.patience:
                raise TimeoutError(left)
            self.tick(0.1)
        return time.monotonic() - began

    def facts(self) -> Facts:
        """Return what is true now."""
        db = self.service.db
        said: dict[str, list[int]] = {}
        for row in db.outbox.find().sort([("stream", 1), ("seq", 1)]):
            said.setdefault(row["stream"], []).append(row["data"]["n"])
        now = counts(db)
        difference = reconcile(f"/{self.name}", self.name, now, now)
        return Facts(
            acknowledged=frozenset(self.acknowledged),
            cases={row["_id"]: row["n"] for row in db.cases.find()},
            said=said,
            heard={row["_id"]: row["heard"] for row in db.heard.find()},
            letters={row["_id"]: row["sent"] for row in db.letters.find()},
            books="" if difference is None else str(difference),
        )

    def duplicates(self) -> int:
        """Return how many records lie in the topic beyond one for each event."""
        ends = broker.ends(self.broker.bootstrap, [f"{self.name}.events"])
        return sum(ends.values()) - self.service.db.outbox.count_documents({})

    def close(self) -> None:
        """End the processes and drop the data."""
        for child in self.children.values():
            child.kill9()
        time.sleep(0.2)
        end_abandoned(self.service.client)  # or dropping waits a minute for what the killed ones had open
        self.service.client.drop_database(self.name)
        self.service.client.close()

    def tail(self) -> str:
        """Return the last lines of every process."""
        return "\n".join(f"== {role}\n{child.last_lines(12)}" for role, child in self.children.items())

    def _place(self) -> dict[str, str]:
        return {"mongo": self.mongod.url, "kafka": self.broker.bootstrap, "name": self.name}

    def _write(self, over: threading.Event, number: int) -> None:
        step = number
        while not over.wait(0.02):
            stream = f"w{step % STREAMS}"
            step += 7
            try:
                self.acknowledged.add((stream, self.service.say(stream)))
            except Unavailable:
                over.wait(0.1)

    def _left(self) -> str:
        db = self.service.db
        if db.outbox.find_one(WAITING, {"_id": 1}):
            return "unsent events"
        said = db.outbox.count_documents({})
        heard = sum(len(row["heard"]) for row in db.heard.find())
        now = counts(db)
        total = sum(row.positions + row.parked for row in now.heard.get(self.name, {}).values())
        if total < said or (heard < said and not self.bug):
            return f"{said - heard} of {said} events not heard"
        return f"{now.jobs_due} jobs due" if now.jobs_due else ""


def killed(server: Mongod | Broker, down: float, wait: Callable[[float], None]) -> None:
    """Kill a server, leave it dead for a while, start it again."""
    server.kill9()
    wait(down)
    server.restart()


def frozen(target: Child | Mongod | Broker, seconds: float, wait: Callable[[float], None]) -> None:
    """Freeze a process or a server for a while."""
    child = target if isinstance(target, Child) else target.child
    child.signal(signal.SIGSTOP)
    wait(seconds)
    child.signal(signal.SIGCONT)
