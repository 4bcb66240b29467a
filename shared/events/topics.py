"""Topics: created with 12 partitions and kept for ever; partitions are never raised in place, that moves keys."""

import time
from collections.abc import Sequence
from contextlib import suppress

from kafka import KafkaAdminClient
from kafka.errors import TopicAlreadyExistsError

from shared.events.broker import ASK_SECONDS, RECONNECT, BrokerSilent, made

PARTITIONS = 12
SETTINGS = {"retention.ms": "-1", "cleanup.policy": "delete"}


class TopicDiffers(Exception):
    """A topic is there with another number of partitions: make a new one and drain, never raise it in place."""


def configured(replicas: int) -> dict[str, str]:
    """Return a topic's settings: an event is taken when all copies but one have it, so that one broker may be away."""
    return SETTINGS | {"min.insync.replicas": str(max(1, replicas - 1))}


def apply(bootstrap: str, names: Sequence[str], *, partitions: int = PARTITIONS, replicas: int = 1) -> list[str]:
    """Create the topics that are missing and return their names; raises TopicDiffers, BrokerSilent."""
    settings = {"bootstrap_servers": bootstrap.split(","), "bootstrap_timeout_ms": int(ASK_SECONDS * 1000), **RECONNECT}
    admin = made(lambda client: KafkaAdminClient(kafka_client=client, **settings))
    try:
        there = _partitions(admin, names)
        for name, count in there.items():
            if count not in (0, partitions):
                raise TopicDiffers(f"{name} has {count} partitions, not {partitions}")
        shape = {"num_partitions": partitions, "replication_factor": replicas, "configs": configured(replicas)}
        missing = {name: shape for name in names if not there.get(name)}
        if missing:
            with suppress(TopicAlreadyExistsError):
                admin.create_topics(missing)
            _wait_until_seen(admin, list(missing))
    finally:
        admin.close()
    return list(missing)


def _partitions(admin: KafkaAdminClient, names: Sequence[str]) -> dict[str, int]:
    return {row["name"]: len(row["partitions"]) for row in admin.describe_topics(list(names))}


def _wait_until_seen(admin: KafkaAdminClient, names: Sequence[str]) -> None:
    """The controller says "created" before a busy broker knows of it; whoever asks next should find it."""
    until = time.monotonic() + ASK_SECONDS
    while not all(_partitions(admin, names).get(name) for name in names):
        if time.monotonic() > until:
            raise BrokerSilent(f"created, but not to be seen: {', '.join(names)}")
        time.sleep(0.1)
