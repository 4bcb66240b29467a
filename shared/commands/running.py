"""Verbs that run a service or prepare what it stands on: web, work, topics, indexes."""

import os
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from shared.commands.program import Program
from shared.commands.tables import say, stop
from shared.events.registry import contracts
from shared.storage.mongo import connect

MANIFEST = Path(__file__).resolve().parents[2] / "deploy" / "processes.toml"
LOCAL_PORTS = {"applicant": 8101, "loans": 8102, "training": 8103}


def commands(program: Program[Any, Any]) -> Iterator[click.Command]:
    """Yield the verbs of one service."""
    yield _web(program)
    yield _work(program)
    yield _topics(program)
    yield _indexes(program)


def _web(program: Program[Any, Any]) -> click.Command:
    @click.command("web")
    @click.option("--bind", default=f"127.0.0.1:{LOCAL_PORTS[program.name]}", show_default=True)
    def web(bind: str) -> None:
        """Serve HTTP with gunicorn; its command line stands in deploy/processes.toml."""
        words = tomllib.loads(MANIFEST.read_text())["process"]["web"]["command"]
        line = [word.format(service=program.name, bind=bind) for word in words]
        beside = Path(sys.executable).with_name(line[0])
        os.execvp(str(beside) if beside.exists() else line[0], line)  # noqa: S606  # becomes gunicorn

    return web


def _work(program: Program[Any, Any]) -> click.Command:
    @click.command("work")
    def work() -> None:
        """Send and hear events, run due jobs, seal the audit rows; one process per WORK_SLOT."""
        from shared.events import work as loops  # noqa: PLC0415  # the only verb that loads Kafka clients at once

        with program.wired() as wiring:
            frame = wiring.frame
            status = loops.run(
                loops.Work(
                    settings=frame.settings,
                    client=frame.client,
                    outbox=frame.outbox,
                    consumer=program.consumer(wiring),
                    jobs=program.jobs(wiring),
                    clock=frame.clock,
                    audit_key=(frame.settings.secrets_dir / "audit_key").read_bytes(),
                    anchors=frame.settings.data_dir / "anchors",
                )
            )
        sys.exit(status)

    return work


def _topics(program: Program[Any, Any]) -> click.Command:
    @click.command("topics")
    @click.option("--replicas", type=int, help="copies of each partition on different brokers; else KAFKA_REPLICAS")
    def topics(replicas: int | None) -> None:
        """Create this service's own topic, 12 partitions kept for ever; safe to run again."""
        from shared.events import topics as kafka_topics  # noqa: PLC0415  # Kafka clients only where they are used
        from shared.events.broker import BrokerSilent  # noqa: PLC0415

        read = program.settings(program.name)
        own = sorted({one.topic for one in contracts() if one.service == program.name} | {read.topic})
        try:
            made = kafka_topics.apply(read.kafka_bootstrap, own, replicas=replicas or read.kafka_replicas)
        except BrokerSilent:
            raise stop(f"No Kafka broker answers at {read.kafka_bootstrap}.") from None
        except kafka_topics.TopicDiffers as error:
            raise stop(f"{error}: make a new topic and drain the old one.") from None
        say(f"topics: {', '.join(own)} ({'made' if made else 'were there'})")

    return topics


def _indexes(program: Program[Any, Any]) -> click.Command:
    @click.command("indexes")
    def indexes() -> None:
        """Create collections and indexes that are missing; safe to run again."""
        read = program.settings(program.name)
        with connect(read.mongodb_url, app=f"jinguo-{program.name}-indexes") as client:
            program.indexes(client[read.database])
        say(f"indexes of {read.database} are there")

    return indexes
