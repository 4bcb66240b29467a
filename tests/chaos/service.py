"""A small service for the kill campaign, one role per process: relay, consumer or jobs, with points to die at.

`python -m tests.chaos.service ROLE SLOT`. `CRASH_AT=mark:3` ends the process by kill -9 at the third marking of sent
events; `BUG=lost|doubled|swapped` plants a bug that the campaign's checks must find.
"""

import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from marshmallow import RAISE, Schema, fields
from pymongo.client_session import ClientSession

from shared.clock import Clock
from shared.events import indexes, work
from shared.events.broker import KafkaLog, KafkaProducing
from shared.events.consumer import Applier, Consumer
from shared.events.envelope import Event
from shared.events.gate import Verdict
from shared.events.inbox import MongoInbox
from shared.events.outbox import Message, Outbox, collections
from shared.events.registry import Registry
from shared.jobs.job import Job, Jobs
from shared.settings import Env, Settings
from shared.storage.mongo import connect, transaction
from shared.storage.runner import Runner

LOOPS = {
    "relay": {"relay", "wake", "watchdog"},
    "consumer": {"consumer", "sweep", "abandoned"},
    "jobs": {"jobs", "sealer", "abandoned"},
}
KIND = "letter"
LEASE = 3.0


class Said(Schema):
    """A fact of the campaign: the `n`th of its stream."""

    class Meta:
        """Nothing else."""

        unknown = RAISE

    n = fields.Integer(required=True, strict=True)


class Service:
    """The parts of the service that the writers of the campaign use too."""

    def __init__(self, url: str, bootstrap: str, name: str, slot: int = 0) -> None:
        self.client = connect(url)
        self.db = self.client[name]
        self.type = f"{name}.case.said.v1"
        self.outbox = Outbox(self.db, f"/{name}", Clock(), Registry({self.type: Said()}))
        self.jobs = Jobs(self.db)
        paths = {"secrets_dir": Path(), "data_dir": Path()}
        self.settings = Settings(
            service=name,
            env=Env.TEST,
            mongodb_url=url,
            database=name,
            kafka_bootstrap=bootstrap,
            kafka_replicas=1,
            public_url="",
            peers={},
            metrics_port=0,
            work_slot=slot,
            clock_file=None,
            sms_backend="console",
            sms_url="",
            totp=False,
            log_level="INFO",
            **paths,
        )

    def prepare(self) -> None:
        """Make collections and indexes."""
        indexes.ensure(self.db)
        collections(self.db, "cases", "heard", "letters")

    def say(self, stream: str) -> int:
        """One command: the case counts up, tells it, and wants a letter for every fifth step. Returns the step."""

        def command(session: ClientSession) -> int:
            case = self.db.cases.find_one_and_update(
                {"_id": stream}, {"$inc": {"n": 1}}, upsert=True, return_document=True, session=session
            )
            self.outbox.emit(session, Message(self.type, stream, stream, {"n": case["n"]}))
            if case["n"] % 5 == 0:
                self.jobs.add(session, KIND, f"{stream}-{case['n']}", Clock.real_now())
            return int(case["n"])

        return transaction(self.client, command)

    def hear(self, session: ClientSession, event: Event) -> None:
        """The effect of an event: its number at the end of a list."""
        change = {"$push": {"heard": event.data["n"]}}
        self.db.heard.update_one({"_id": event.stream}, change, upsert=True, session=session)

    def send_letter(self, job: Job) -> None:
        """The effect of a job: one letter more under its key."""

        def use_case(session: ClientSession) -> None:
            self.db.letters.update_one({"_id": job.key}, {"$inc": {"sent": 1}}, upsert=True, session=session)
            self.jobs.done(session, job)

        transaction(self.client, use_case)

    def work(self) -> work.Work[ClientSession]:
        """What the `work` process runs."""
        runner = Runner(self.client, self.db, lambda session: session)
        consumer = Consumer(self.settings.service, [self.settings.topic], {self.type: self.hear}, runner)
        return work.Work(
            settings=self.settings,
            client=self.client,
            outbox=self.outbox,
            consumer=consumer,
            jobs={KIND: self.send_letter},
            clock=Clock(),
            audit_key=b"k" * 32,
            lease=LEASE,
        )


POINTS: dict[str, tuple[type[Any], str]] = {
    "mark": (Outbox, "mark_sent"),  # sent and acknowledged, not yet marked
    "flush": (KafkaProducing, "flush"),  # queued in the producer, fate unknown
    "save": (MongoInbox, "save"),  # effect written, transaction not committed
    "commit": (KafkaLog, "commit"),  # effect committed, offset not
    "done": (Jobs, "done"),  # work written, transaction not committed
    "take": (Jobs, "renew"),  # lease taken
}


def die_at(point: str, count: int) -> None:
    """End the process by kill -9 when it comes to `point` for the `count`th time."""
    owner, name = POINTS[point]
    real: Callable[..., Any] = getattr(owner, name)
    left = [count]

    def dying(*args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)

    setattr(owner, name, dying)


def plant(bug: str) -> None:
    """Put in a bug of the kind that each check exists for."""
    if bug in ("lost", "doubled"):
        real = Service.hear
        times = 0 if bug == "lost" else 2

        def hear(self: Service, session: ClientSession, event: Event) -> None:
            for _ in range(times if event.data["n"] == 3 else 1):
                real(self, session, event)

        Service.hear = hear  # type: ignore[method-assign]
    elif bug == "swapped":
        seen: set[str] = set()
        late: dict[str, Event] = {}
        apply = Applier.apply

        def unordered(self: Applier[Any], events: list[Event]) -> Any:
            self.verdict = lambda _position, event: Verdict.DROP if event.id in seen else Verdict.APPLY
            late.update({event.stream: event for event in events if event.data["n"] == 2})
            order = [event for event in events if event.data["n"] != 2]
            order += [late.pop(event.stream) for event in order if event.data["n"] == 3 and event.stream in late]
            outcome = apply(self, order)
            seen.update(event.id for event in order)
            return outcome

        Applier.apply = unordered  # type: ignore[method-assign]


def main(role: str, slot: int) -> int:
    """Run one role until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stand = json.loads(os.environ["STAND"])
    real_parts = work.parts
    if role in LOOPS:
        work.parts = lambda given, stop: {k: v for k, v in real_parts(given, stop).items() if k in LOOPS[role]}  # type: ignore[assignment]
    if "CRASH_AT" in os.environ:
        point, count = os.environ["CRASH_AT"].split(":")
        die_at(point, int(count))
    plant(os.environ.get("BUG", ""))
    return work.run(Service(stand["mongo"], stand["kafka"], stand["name"], slot).work())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
