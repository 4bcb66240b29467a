"""A real mongod of one node as a replica set, because transactions and change streams need one."""

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymongo
from pymongo.errors import OperationFailure, PyMongoError

from deploy.local.children import Child, Program, wait_for

REPLICA_SET = "rs0"
NOT_YET_INITIALIZED = 94


def program(folder: Path, port: int, log: Path) -> Program:
    """Return the command line of a mongod whose data lie in `folder`; folder and port stay together for good."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        str(binary()),
        f"--replSet={REPLICA_SET}",
        f"--dbpath={folder}",
        f"--port={port}",
        "--bind_ip=127.0.0.1",
        "--noscripting",
        "--networkMessageCompressors=snappy,zstd",
        "--wiredTigerCacheSizeGB=0.5",
        # the default waits up to 15 s for a secondary to take over, and there is none
        "--setParameter=shutdownTimeoutMillisForSignaledShutdown=100",
        # diagnoses for the maker's support, taken each second: nobody reads them here
        "--setParameter=diagnosticDataCollectionEnabled=false",
        "--quiet",
    ]
    return Program("mongod", command, {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}, log)


def binary() -> Path:
    """Return the mongod that the package of requirements-local.txt carries."""
    spec = importlib.util.find_spec("fiftyone")
    homes = list(spec.submodule_search_locations or []) if spec else []
    for home in homes:
        found = Path(home) / "db" / "bin" / "mongod"
        if found.exists():
            return found
    raise FileNotFoundError("mongod is not installed; run: make setup")


def url(port: int) -> str:
    """Return the address a client of this replica set uses."""
    return f"mongodb://127.0.0.1:{port}/?replicaSet={REPLICA_SET}"


def wait_until_primary(child: Child, port: int, seconds: float = 30.0) -> None:
    """Wait until the node takes writes, making the replica set on its first start; raises NotReady."""
    with _direct(port) as client:
        wait_for("MongoDB", lambda: _takes_writes(client, port), seconds, child)


@contextmanager
def _direct(port: int) -> Iterator[pymongo.MongoClient[dict[str, Any]]]:
    address = f"mongodb://127.0.0.1:{port}/?directConnection=true"
    with pymongo.MongoClient[dict[str, Any]](
        address, serverSelectionTimeoutMS=200, connectTimeoutMS=500, socketTimeoutMS=5000
    ) as client:
        yield client


def _takes_writes(client: pymongo.MongoClient[dict[str, Any]], port: int) -> bool:
    try:
        hello = client.admin.command("hello")
        if not hello.get("setName") and hello.get("isreplicaset"):
            member = {"_id": 0, "host": f"127.0.0.1:{port}"}
            client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member]})
    except OperationFailure as error:
        if error.code != NOT_YET_INITIALIZED:
            raise
        return False
    except PyMongoError:
        return False
    return bool(hello.get("isWritablePrimary"))
