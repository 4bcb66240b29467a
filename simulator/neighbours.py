"""Questions of one service to another inside this process: the same requests, answered by the other's own app."""

import importlib
from collections.abc import Mapping
from typing import Any

import requests
from flask import Flask
from requests.adapters import BaseAdapter
from urllib3 import HTTPHeaderDict

from shared.settings import SERVICES
from simulator.stage import Service, Stage


class Inside(BaseAdapter):
    """Hands a request to a Flask app and its answer back, without a socket."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.app = app

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Answer one request."""
        body = request.body.encode() if isinstance(request.body, str) else request.body
        said = self.app.test_client().open(
            request.path_url, method=request.method, data=body, headers=list((request.headers or {}).items())
        )
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = said.status_code, str(request.url), request
        answer.headers.update(HTTPHeaderDict(said.headers))
        answer._content = said.data  # how requests' own adapters of other transports fill it
        return answer

    def close(self) -> None:
        """Nothing is open."""


def join(stage: Stage) -> None:
    """Let the errands of every service ask the others' apps in this process, on the same played clock."""
    services: Mapping[str, Service] = {name: getattr(stage, name) for name in SERVICES}
    apps = {name: _app(name, one) for name, one in services.items()}
    for one in services.values():
        for name, peer in one.wiring.frame.peers.items():
            peer.session.mount(peer.url, Inside(apps[name]))


def _app(name: str, service: Service) -> Flask:
    app: Flask = importlib.import_module(f"services.{name}.app").create_app(service.wiring)
    return app
