"""Real servers for tests: a mongod and a Kafka on free ports in a temporary folder, and the faults of a test."""

import signal
from dataclasses import dataclass
from pathlib import Path

from deploy.local import kafka, mongo, ports
from deploy.local.children import Child


@dataclass
class Server:
    """What both servers can suffer. A test that breaks one mends it again before it ends."""

    child: Child

    def kill9(self) -> None:
        """End it as a power cut would."""
        self.child.kill9()

    def stop(self) -> None:
        """Freeze it: connections stay open and nothing answers."""
        self.child.signal(signal.SIGSTOP)

    def cont(self) -> None:
        """Let it go on."""
        self.child.signal(signal.SIGCONT)

    def close(self) -> None:
        """End it for good."""
        self.child.stop()


@dataclass
class Mongod(Server):
    """A mongod of one node; `url` is for pymongo."""

    port: int

    @property
    def url(self) -> str:
        """Return the address of the replica set."""
        return mongo.url(self.port)

    def restart(self) -> None:
        """Start it again on the same data and wait until it takes writes."""
        self.child.start()
        mongo.wait_until_primary(self.child, self.port)


@dataclass
class Broker(Server):
    """A Kafka of one node; `bootstrap` is for its clients. Topics are made by the tests that need them."""

    ports: kafka.Ports

    @property
    def bootstrap(self) -> str:
        """Return host and port of the broker."""
        return f"127.0.0.1:{self.ports.broker}"

    def restart(self) -> None:
        """Start it again on the same data and wait until it takes connections."""
        self.child.start()
        kafka.wait_until_ready(self.child, self.ports)


def start_mongod(folder: Path) -> Mongod:
    """Start a mongod whose data and log lie in `folder`; the caller closes it."""
    [port] = ports.free(1)
    server = Mongod(Child(mongo.program(folder / "mongo", port, folder / "mongod.log")), port)
    server.restart()
    return server


def start_kafka(folder: Path) -> Broker:
    """Start a broker whose data and log lie in `folder`; the caller closes it."""
    place = kafka.Ports(*ports.free(2))
    properties = kafka.prepare(folder / "kafka", place)
    server = Broker(Child(kafka.program(properties, folder / "kafka.log")), place)
    server.restart()
    return server
