"""Kafka's class archive: the classes of one start and stop, stored so that later starts load them at once."""

import tempfile
from dataclasses import replace
from pathlib import Path

from deploy.local import kafka, ports
from deploy.local.children import Child
from deploy.local.places import KAFKA_ARCHIVE


def make() -> None:
    """Start a broker on free ports, stop it, and keep what the JVM archives when it goes; raises NotReady."""
    KAFKA_ARCHIVE.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as name:
        place = kafka.Ports(*ports.free(2))
        properties = kafka.prepare(Path(name), place)
        program = kafka.program(properties, Path(name) / "kafka.log")
        java, *rest = program.command
        child = Child(replace(program, command=[java, f"-XX:ArchiveClassesAtExit={KAFKA_ARCHIVE}", *rest]))
        child.start()
        kafka.wait_until_ready(child, place)
        child.stop(60)
