"""One stand of Jinguo: which ports, folders and address it has, and every process's command and environment."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from deploy.local import ports
from deploy.local.children import Program
from deploy.local.kafka import Ports as KafkaPorts
from deploy.local.places import LOCAL, PROCESSES, SECRETS, VENV

# what the stand itself decides; everything else may come from the caller's environment
OWN = {"JINGUO_ENV", "SECRETS_DIR", "DATA_DIR", "CLOCK_FILE", "WORK_SLOT", "METRICS_PORT"}
WEB = {"applicant": 8101, "loans": 8102, "training": 8103}
METRICS = {"applicant": 8111, "loans": 8112, "training": 8113}


@cache
def manifest() -> dict[str, Any]:
    """Return deploy/processes.toml."""
    return tomllib.loads(PROCESSES.read_text())


@dataclass(frozen=True)
class Place:
    """Where one stand lives. `data` holds what the services write; servers keep theirs beside it."""

    env: str
    data: Path
    secrets: Path
    gate: int
    tls: bool
    mongo: int
    kafka: KafkaPorts
    web: Mapping[str, int]
    metrics: Mapping[str, int]
    outside: Mapping[str, str]

    @property
    def public_url(self) -> str:
        """Return the one address people use."""
        own = f"{'https' if self.tls else 'http'}://localhost:{self.gate}"
        return self.outside.get("PUBLIC_URL", own)

    @property
    def logs(self) -> Path:
        """Return the folder of all logs."""
        return self.data / "logs"

    @property
    def run(self) -> Path:
        """Return the folder with the lock and the state of the running stand."""
        return self.data / "run"

    @property
    def mongo_data(self) -> Path:
        """Return the data folder of this stand's mongod."""
        return self.data / "mongo"

    @property
    def kafka_data(self) -> Path:
        """Return the data folder of this stand's Kafka, beside the jars that set-up brings."""
        return self.data / "kafka" / "data"

    @property
    def own_mongo(self) -> bool:
        """Tell whether this stand starts its own mongod."""
        return "MONGODB_URL" not in self.outside

    @property
    def own_kafka(self) -> bool:
        """Tell whether this stand starts its own Kafka."""
        return "KAFKA_BOOTSTRAP" not in self.outside

    def environment(self, service: str, *, work: bool = False) -> dict[str, str]:
        """Return the whole environment of one process of a service."""
        values = {
            "env": self.env,
            "mongo": self.mongo,
            "kafka": self.kafka.broker,
            "public_url": self.public_url,
            "secrets": self.secrets,
            "service": service,
            "data": self.data,
            "metrics": self.metrics[service],
            **self.web,
        }
        names = manifest()["settings"] | (manifest()["settings_of_work"] if work else {})
        settings = {name: str(value).format_map(values) for name, value in names.items()}
        return _surroundings() | settings | dict(self.outside)

    def process(self, kind: str, service: str) -> Program:
        """Return the web or work process of a service."""
        command = _filled(manifest()["process"][kind]["command"], service, self.web[service])
        name = f"{service}-{kind}"
        return Program(name, command, self.environment(service, work=kind == "work"), self.logs / f"{name}.log")

    def verb(self, table: str, verb: str, service: str) -> Program:
        """Return a command of `[once]` or `[demonstration]` for one service."""
        command = _filled(manifest()[table][verb], service, 0)
        return Program(f"{service}-{verb}", command, self.environment(service), self.logs / f"{service}-{verb}.log")


def for_local(*, gate: int, tls: bool) -> Place:
    """Return the stand of `make run`: fixed ports, data kept under .local."""
    known = (manifest()["settings"].keys() | manifest()["production"]["needs"]) - OWN
    outside = {name: os.environ[name] for name in sorted(known) if os.environ.get(name)}
    return Place("local", LOCAL, SECRETS, gate, tls, 27117, KafkaPorts(19092, 19093), WEB, METRICS, outside)


def temporary_place(folder: Path) -> Place:
    """Return a stand for tests: free ports, everything in one temporary folder, nothing from outside."""
    gate, mongo, broker, controller, *rest = ports.free(4 + 2 * len(WEB))
    web = dict(zip(WEB, rest, strict=False))
    metrics = dict(zip(WEB, rest[len(WEB) :], strict=False))
    kafka = KafkaPorts(broker, controller)
    return Place("test", folder, folder / "secrets", gate, False, mongo, kafka, web, metrics, {})


def _filled(command: list[str], service: str, port: int) -> list[str]:
    return [part.format(service=service, bind=f"127.0.0.1:{port}") for part in command]


def _surroundings() -> dict[str, str]:
    path = f"{VENV / 'bin'}:{os.environ.get('PATH', '/usr/bin:/bin')}"
    return {"PATH": path, "HOME": str(Path.home()), "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
