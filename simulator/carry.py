"""Carries events from outbox to inbox inside this process, through each consumer's own gate: a city without Kafka."""

import importlib
import threading

from pymongo import ASCENDING

from shared.events.outbox import to_event
from simulator.stage import Service, Stage

AT_ONCE = 2000


def settle(stage: Stage) -> int:
    """Carry until nothing new is said: hearing one thing may make a service say another."""
    total = 0
    while done := carry(stage):
        total += done
    return total


def carry(stage: Stage) -> int:
    """Let every service hear all that was said and it has not heard; Kafka's copies are dropped later as known."""
    return sum(_between(source, listener) for listener in stage.services for source in stage.services)


def _between(source: Service, listener: Service) -> int:
    program = importlib.import_module(f"services.{listener.name}.__main__").program
    if source.wiring.frame.settings.topic not in program.topics:
        return 0
    consumer = program.consumer(listener.wiring)
    heard = {row["stream"]: row["pos"] for row in listener.db.inbox.find({"source": f"/{source.name}"})}
    applier = consumer.applier(threading.Event())
    rows = source.db.outbox.find({}).sort([("stream", ASCENDING), ("seq", ASCENDING)])
    fresh = [to_event(row) for row in rows if row["seq"] > heard.get(row["stream"], 0)]
    for begin in range(0, len(fresh), AT_ONCE):
        applier.apply(fresh[begin : begin + AT_ONCE])
    return len(fresh)
