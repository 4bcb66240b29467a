"""One service in this process on a real database: its app, who asks, and what it left behind; no edge, no Kafka."""

import importlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from pymongo import MongoClient
from pymongo.database import Database

from deploy.local import secrets
from shared import settings
from shared.access import Actor, Kind, Post
from shared.ids import new_id
from shared.web.identity.tokens import Signer
from tests.builders.databases import REUSED, furnish, leave
from tests.builders.replays import DATABASE, ReplayingClient

PUBLIC = "http://localhost:8080"
_KEPT: "dict[tuple[str, str, Path], World]" = {}


@dataclass
class World:
    """A service's app. `as_` gives a client that asks as somebody, from our own pages."""

    service: str
    app: Flask
    db: Database[dict[str, Any]]
    secrets: Path
    settings: settings.Settings
    environ: dict[str, str] = field(default_factory=dict)
    signers: dict[str, Signer] = field(default_factory=dict)

    def token(self, actor: Actor, issuer: str = "gateway") -> str:
        """Sign who somebody is, as the edge (or another service) would."""
        if issuer not in self.signers:
            home = self.secrets / ("applicant" if issuer == "gateway" else issuer)
            name = "gateway.pem" if issuer == "gateway" else f"token_{issuer}.pem"
            self.signers[issuer] = Signer.load(issuer, home / name)
        return self.signers[issuer].sign(actor, self.service)

    def as_(self, actor: Actor | None, issuer: str = "gateway") -> FlaskClient:
        """Return a client whose requests come from this actor."""
        client = self.app.test_client()
        client.environ_base |= {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_HOST": "localhost:8080"}
        if actor is not None:
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {self.token(actor, issuer)}"
        return client

    def as_service(self, name: str, for_: Actor | None = None) -> FlaskClient:
        """Return a client that asks as another service, for an end user or for itself."""
        return self.as_(Actor(f"svc:{name}", Kind.SERVICE, on_behalf_of=for_), name)

    def close(self) -> None:
        """Give the connections back."""
        for close in self.app.extensions["close"]:
            close()
        self.db.client.close()

    def checksum(self) -> str:
        """Return one hash over everything in the database that a request could have changed."""
        return str(sorted(self.hashes("sessions").items()))

    def hashes(self, *besides: str) -> dict[str, str]:
        """Return a hash over each collection that a request could have changed, `besides` left out."""
        names = [name for name in self.db.list_collection_names() if name not in ("health", "leases", *besides)]
        found: dict[str, str] = self.db.command("dbHash", collections=sorted(names))["collections"]
        return found


def environment(service: str, mongo_url: str, prefix: str, folder: Path) -> dict[str, str]:
    """Return settings of a service alone; nobody listens at the peers' addresses."""
    return {
        "JINGUO_ENV": "test",
        "MONGODB_URL": mongo_url,
        "DATABASE_PREFIX": prefix,
        "KAFKA_BOOTSTRAP": "127.0.0.1:9",
        "PUBLIC_URL": PUBLIC,
        "SECRETS_DIR": str(folder / "secrets" / service),
        "DATA_DIR": str(folder / "data"),
        "CLOCK_FILE": str(folder / "clock"),
        **{f"{name.upper()}_URL": "http://127.0.0.1:9" for name in settings.SERVICES},
    }


@contextmanager
def world(service: str, mongo_url: str, prefix: str, folder: Path) -> Iterator[World]:
    """Build the app of a service on databases that begin with `prefix`, with its own secrets; drop them at the end.

    On reused databases the app is kept, too, for the next test with the same folder: it remembers nothing else.
    """
    known = (service, mongo_url, folder)
    found = _KEPT.get(known) or _opened(service, mongo_url, prefix, folder)
    try:
        yield found
    finally:
        leave(found.db)
        if prefix == REUSED:
            _KEPT[known] = found
            shutil.rmtree(found.settings.data_dir)
            found.settings.data_dir.mkdir()
        else:
            found.close()


def _opened(service: str, mongo_url: str, prefix: str, folder: Path) -> World:
    secrets.make(folder / "secrets")
    (folder / "data").mkdir(exist_ok=True)
    environ = environment(service, mongo_url, prefix, folder)
    before = dict(os.environ)
    os.environ |= environ
    try:
        app = importlib.import_module(f"services.{service}.app").create_app()
    finally:
        os.environ.clear()
        os.environ |= before
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()  # each new app would compile every template again
    read = settings.read(service, environ)
    db = MongoClient[dict[str, Any]](mongo_url, tz_aware=True)[read.database]
    furnish(db, importlib.import_module(f"services.{service}.storage.indexes").ensure)
    app.test_client_class, app.extensions[DATABASE] = ReplayingClient, db
    return World(service, app, db, folder / "secrets", read, environ)


def close_kept() -> None:
    """Give back what `world` has kept."""
    while _KEPT:
        _KEPT.popitem()[1].close()


def a_woman(person_id: str | None = None) -> Actor:
    """Return a woman who is signed in."""
    return Actor(person_id or new_id(), Kind.WOMAN, session=new_id())


def an_officer(role: str, path: tuple[str, ...], *, name: str = "张敏", actor_id: str | None = None) -> Actor:
    """Return somebody who holds one post at the last unit of a path."""
    post = Post(role, path[-1], path, "federation", "通道县妇联")
    return Actor(actor_id or new_id(), Kind.STAFF, (post,), name=name, session=new_id(), strong=True)
