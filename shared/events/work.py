"""The `work` process of a service: relay, consumer, sweep, jobs, sealer and watchdog, one process per slot."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from prometheus_client import REGISTRY
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared.events import broker, wake, watchdog
from shared.events.broker import KafkaLog, KafkaProducing
from shared.events.consumer import Consumer
from shared.events.figures import Books, FiguresServer
from shared.events.lease import Leases, shards
from shared.events.outbox import Outbox
from shared.events.patience import trail, where
from shared.events.reading import Reader
from shared.events.relay import Relay
from shared.events.sweep import Sweep
from shared.ids import new_id
from shared.jobs.job import Job, Jobs
from shared.jobs.loop import JobLoop, Now
from shared.settings import Settings
from shared.storage import abandoned
from shared.storage.audit_sealer import Sealer
from shared.storage.mongo import Document, is_transient

U = TypeVar("U")
Loop = Callable[[threading.Event], None]

SLOT_TTL = 10.0
GOODBYE = 25.0
IDLE = {"wake", "watchdog", "figures", "abandoned"}  # they only look; nothing is lost when they end in mid-wait

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work(Generic[U]):
    """What one service's wiring hands over. `audit_key` and `anchors` are the sealer's; `lease` in seconds."""

    settings: Settings
    client: MongoClient[Document]
    outbox: Outbox
    consumer: Consumer[U]
    jobs: Mapping[str, Callable[[Job], None]]
    clock: Now
    audit_key: bytes
    anchors: Path | None = None
    lease: float = SLOT_TTL
    loops: Mapping[str, Loop] = field(default_factory=dict)

    @property
    def db(self) -> Database[Document]:
        """Return the service's database."""
        return self.client[self.settings.database]


def run(work: Work[Any]) -> int:
    """Run all loops until SIGTERM or SIGINT or until one of them ends; return the exit code.

    Starts without Kafka: jobs run at once, relay and consumer try for ever. A slot that another process holds is waited
    for; a slot that is lost ends this process.
    """
    logging.getLogger("kafka").setLevel(
        logging.CRITICAL
    )  # an absent broker is several lines a second; ours say it once
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    slot = Leases(work.db, f"{socket.gethostname()}:{os.getpid()}:{new_id()[-8:]}", (slot_name(work),), work.lease)
    if not _take(slot, stop):
        return 0
    log.info("%s work, slot %d", work.settings.service, work.settings.work_slot)
    failed = threading.Event()
    threads = _start(parts(work, stop) | {"slot": partial(_keep, slot)}, stop, failed)
    stop.wait()
    for name in threads.keys() - IDLE:
        threads[name].join(GOODBYE)
    try:
        slot.release()
    except PyMongoError as error:
        log.warning("the slot runs out by itself: %s", where(error))
    return 1 if failed.is_set() else 0


def parts(work: Work[Any], stop: threading.Event) -> dict[str, Loop]:
    """Return the loops of one work process by name."""
    settings, topics = work.settings, list(work.consumer.topics)
    answers = partial(broker.answers, settings.kafka_bootstrap)
    leases = Leases(work.db, new_id(), shards(), work.lease)
    relay = Relay(work.outbox, leases, settings.topic, partial(KafkaProducing, settings.kafka_bootstrap), answers)
    instance = f"{settings.service}-{settings.work_slot}"
    reading = partial(KafkaLog, settings.kafka_bootstrap, topics, work.consumer.name, instance)
    applier = work.consumer.applier(stop, work.outbox.registry)
    reader = Reader(work.consumer.name, work.db, applier, reading, answers)
    loops: dict[str, Loop] = {
        "relay": relay.run,
        "wake": partial(wake.listen, settings.mongodb_url, settings.database, relay.wake),
        "consumer": reader.run,
        "sweep": Sweep(work.consumer.name, work.db, applier).run,
        "jobs": JobLoop(Jobs(work.db), work.jobs, work.clock, lease=work.lease).run,
        "abandoned": partial(abandoned.run, work.client),
        "sealer": Sealer(work.client, work.db, work.audit_key, work.anchors).run,
        "watchdog": watchdog.of(settings.kafka_bootstrap, reader, relay, topics).run,
    }
    return loops | dict(work.loops) | _figures(work)


def slot_name(work: Work[Any]) -> str:
    """Return the lease of this process's slot: two members under one static id would both read everything."""
    return f"slot/{work.settings.service}-{work.settings.work_slot}"


def _figures(work: Work[Any]) -> dict[str, Loop]:
    if not work.settings.metrics_port:
        return {}
    REGISTRY.register(Books(work.db, work.clock))
    host = "127.0.0.1" if work.settings.demonstration else "0.0.0.0"  # noqa: S104 - scraped from other hosts there
    names = ("relay", "consumer", "jobs", "sweep", "sealer")
    server = FiguresServer(host, work.settings.metrics_port + work.settings.work_slot, lambda: _alive(names))
    return {"figures": server.run}


def _alive(names: tuple[str, ...]) -> dict[str, bool]:
    running = {thread.name for thread in threading.enumerate()}
    return {name: name in running for name in names}


def _start(loops: Mapping[str, Loop], stop: threading.Event, failed: threading.Event) -> dict[str, threading.Thread]:
    def guarded(name: str, loop: Loop) -> None:
        try:
            loop(stop)
        except BaseException as error:
            # not raised: the thread would print it with its words
            log.critical("the %s loop has ended: %s", name, "; ".join(trail(error)))
            failed.set()
        finally:
            stop.set()

    threads = {name: threading.Thread(target=guarded, args=(name, loop), name=name) for name, loop in loops.items()}
    for thread in threads.values():
        thread.daemon = True
        thread.start()
    return threads


def _take(slot: Leases, stop: threading.Event) -> bool:
    told = False
    while not stop.is_set():
        try:
            if slot.hold():
                return True
        except PyMongoError as error:
            if not is_transient(error):
                raise
        if not told:
            told = True
            log.warning("waiting for %s", slot.names[0])
        stop.wait(0.5)
    return False


def _keep(slot: Leases, stop: threading.Event) -> None:
    while not stop.wait(slot.ttl / 4):
        try:
            if not slot.hold():
                log.critical("%s went to another process", slot.names[0])
                raise SystemExit(1)
        except PyMongoError as error:
            log.warning("the slot is not renewed, nobody else can take it now either: %s", where(error))
