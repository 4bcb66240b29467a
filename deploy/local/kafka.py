"""A real Kafka of one node, broker and controller in one, started from its own jars."""

import base64
import os
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path

from deploy.local.children import Child, Program, wait_for
from deploy.local.places import KAFKA_ARCHIVE, KAFKA_LIBS
from deploy.local.ports import answers

PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={folder}/log
auto.create.topics.enable=false
log.retention.ms=-1
num.partitions=12
# its threads look each third of a second whether there is work: two of each kind are plenty for one city
num.io.threads=2
num.network.threads=2
group.initial.rebalance.delay.ms=0
# a killed broker is let in again only when its old session has ended (default 9 s)
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=2
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=2
"""

# A broker that nobody else uses needs no second compiler and no parallel collector; it starts sooner without
LEAN = [
    "-Xms128m",
    "-Xmx384m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Xlog:disable",
    "-Xlog:all=error:stderr",
]


@dataclass(frozen=True)
class Ports:
    """The two ports of the node."""

    broker: int
    controller: int


def prepare(folder: Path, ports: Ports, libs: Path = KAFKA_LIBS) -> Path:
    """Write the node's settings and, on the first start, format its log folder; return the settings file."""
    folder.mkdir(parents=True, exist_ok=True)
    properties = folder / "server.properties"
    properties.write_text(PROPERTIES.format(broker=ports.broker, controller=ports.controller, folder=folder))
    if not (folder / "log" / "meta.properties").exists():
        _format(properties, libs)
    return properties


def _format(properties: Path, libs: Path) -> None:
    cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    cluster = "J" + cluster[1:]  # an id that starts with a hyphen would be read as an option
    tool = ["kafka.tools.StorageTool", "format", "--standalone", "-t", cluster, "-c", str(properties)]
    done = subprocess.run([*java(libs), *tool], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"Kafka could not format its log folder:\n{done.stdout}{done.stderr}")


def program(properties: Path, log: Path, libs: Path = KAFKA_LIBS) -> Program:
    """Return the command line of the broker."""
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    return Program("kafka", [*java(libs), "kafka.Kafka", str(properties)], environment, log)


def java(libs: Path = KAFKA_LIBS, archive: Path = KAFKA_ARCHIVE) -> list[str]:
    """Return the start of a Java command line for Kafka's jars, with the class archive when it was made."""
    shared = [f"-XX:SharedArchiveFile={archive}", "-Xshare:auto"] if archive.exists() else []
    return ["java", *LEAN, *shared, "-cp", classpath(libs)]


def classpath(libs: Path) -> str:
    """Return the jars in a fixed order: the class archive is only good for the order it was made with."""
    return ":".join(str(jar) for jar in sorted(libs.glob("*.jar")))


def wait_until_ready(child: Child, ports: Ports, seconds: float = 60.0) -> None:
    """Wait until the broker takes connections; raises NotReady."""
    wait_for("Kafka", lambda: answers(ports.broker), seconds, child)
