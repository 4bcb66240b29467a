"""The Flask app of any service: settings, gate, guards, errors, languages, health, JSON; then its own pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from shared.access import Rules, rule
from shared.frame import Frame
from shared.roles import COUNTY, STAFF
from shared.settings import SERVICES, Settings
from shared.storage.kept_forms import MongoKeptForms
from shared.storage.led import MongoLed
from shared.web import api, docs, errors, guards, health, i18n, kept_forms, led, logs, parked, rail, status
from shared.web import parts as pictures
from shared.web.api import JsonApi, JsonBlueprint
from shared.web.identity import gate
from shared.web.identity.gate import needs
from shared.web.parked import Labels

MAX_BODY = 12 * 1024 * 1024
FRAME_RULES: Rules = {
    "health.read": rule(public=True),
    "kept.read": rule(signed_in=True),
    "api.describe": rule(signed_in=True),
    "metrics.read": rule(public=True),  # the edge refuses /internal/
    "events.counts": rule(services=SERVICES),
    "status.read": rule(*STAFF),
    "events.parked.read": rule("operator", *COUNTY),
    "events.parked.count": rule(services=SERVICES),
    "events.parked.replay": rule("operator", *COUNTY),
    "events.parked.skip": rule("operator", *COUNTY),
}


@dataclass(frozen=True, slots=True)
class Parts:
    """What one service brings to its app. `template_globals` are names its templates may use.

    `labels` asks for the names of women as the reader may see them, for the page of undelivered messages.
    """

    frame: Frame
    rules: Rules
    pages: Iterable[Blueprint] = ()
    apis: Iterable[JsonBlueprint] = ()
    labels: Labels | None = None
    template_globals: dict[str, Any] = field(default_factory=dict)


def create(parts: Parts) -> Flask:
    """Return the app; raises RuntimeError when a route declares no permission."""
    frame, settings = parts.frame, parts.frame.settings
    app = Flask("shared.web", static_url_path="/static")
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, MAX_FORM_PARTS=500, TRUSTED_HOSTS=_hosts(settings))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        service=settings.service, demonstration=settings.demonstration, **parts.template_globals
    )
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]  # Flask's own advice
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's default provider has it
    logs.configure(settings.log_level)
    logs.install(app)
    i18n.install(app, frame.clock.today)
    pictures.install(app.jinja_env)
    rail.install(app)
    errors.install(app)
    guards.install(app, settings.public_url)
    gate.install(app, {**FRAME_RULES, **parts.rules}, frame.verifier)
    led.install(app, MongoLed(frame.db))
    kept_forms.install(app, settings.service, MongoKeptForms(frame.db, frame.vault))
    document = api.install(app, settings.service)
    app.extensions["close"] = [frame.close]
    ours = [health.blueprint(settings.service, frame.writable), status.blueprint(frame)]
    ours += [parked.blueprint(frame, parts.labels), docs.blueprint(settings.service, document)]
    _register(app, document, [*ours, *parts.pages], parts.apis)
    _declare_the_document(app)
    gate.permissions(app)
    return app


def _register(app: Flask, document: JsonApi, pages: Iterable[Blueprint], apis: Iterable[JsonBlueprint]) -> None:
    for one in pages:
        app.register_blueprint(one)
    for routes in apis:
        document.register_blueprint(routes)


def _declare_the_document(app: Flask) -> None:
    endpoint = "api-docs.openapi_json"
    describe = app.view_functions[endpoint]

    @needs("api.describe")
    def document() -> ResponseReturnValue:
        return current_app.ensure_sync(describe)()  # type: ignore[no-any-return]  # what flask-smorest answers

    app.view_functions[endpoint] = document


def _hosts(settings: Settings) -> list[str]:
    outside = urlsplit(settings.public_url).hostname or "localhost"
    return [outside, "127.0.0.1", "localhost"]
