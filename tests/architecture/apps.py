"""The apps of the three services, built without a database: only their routes, rules and documents are looked at."""

import atexit
import importlib
import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from flask import Flask

from deploy.local import secrets
from shared.access import Rule
from tests.builders.world import environment


@cache
def _secrets() -> Path:
    folder = Path(mkdtemp(prefix="jinguo-architecture-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    secrets.make(folder / "secrets")
    (folder / "data").mkdir()
    return folder


@cache
def app_of(service: str) -> Flask:
    """Return a service's app; the client it made connects to nothing until it is asked something."""
    before = dict(os.environ)
    os.environ |= environment(service, "mongodb://127.0.0.1:9/?replicaSet=rs0", "none_", _secrets())
    try:
        app: Flask = importlib.import_module(f"services.{service}.app").create_app()
    finally:
        os.environ.clear()
        os.environ |= before
    return app


def who_passes(rule: Rule) -> list[str]:
    """Return in words whom the gate lets through: everybody, woman, roles, services."""
    if rule.public:
        return ["everybody"]
    found = [*sorted(rule.roles), *(f"svc:{name}" for name in sorted(rule.services))]
    return [*(["signed in"] if rule.signed_in else []), *(["her own"] if rule.own else []), *found]


def routes(service: str) -> dict[str, dict[str, Any]]:
    """Return every route of a service by method and path: its action, and who passes the gate."""
    app = app_of(service)
    rules, actions = app.extensions["rules"], app.extensions["permissions"]
    return {
        f"{method} {rule.rule}": {"action": actions[rule.endpoint], "who": who_passes(rules[actions[rule.endpoint]])}
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }


def document(service: str) -> dict[str, Any]:
    """Return a service's OpenAPI document."""
    app = app_of(service)
    found: dict[str, Any] = next(iter(app.extensions["flask-smorest"]["apis"].values()))["ext_obj"].spec.to_dict()
    return found
