"""The Flask app of any service: settings, gate, guards, errors, languages, health, JSON; then its own pages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from shared.access import Rules, rule
from shared.settings import Settings
from shared.web import api, errors, guards, health, i18n, logs, rail
from shared.web import parts as pictures
from shared.web.api import JsonBlueprint
from shared.web.identity import gate
from shared.web.identity.gate import needs
from shared.web.identity.tokens import Verifier

MAX_BODY = 12 * 1024 * 1024
FRAME_RULES: Rules = {"health.read": rule(public=True), "api.describe": rule(signed_in=True)}


@dataclass(frozen=True, slots=True)
class Parts:
    """What one service brings to its app. `globals` are names its templates may use."""

    settings: Settings
    rules: Rules
    verifier: Verifier
    writable: Callable[[], None]
    pages: Iterable[Blueprint] = ()
    apis: Iterable[JsonBlueprint] = ()
    template_globals: dict[str, Any] = field(default_factory=dict)


def create(parts: Parts) -> Flask:
    """Return the app; raises RuntimeError when a route declares no permission."""
    settings = parts.settings
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
    i18n.install(app)
    pictures.install(app.jinja_env)
    rail.install(app)
    errors.install(app)
    guards.install(app, settings.public_url)
    gate.install(app, {**FRAME_RULES, **parts.rules}, parts.verifier)
    document = api.install(app, settings.service)
    app.register_blueprint(health.blueprint(settings.service, parts.writable))
    for pages in parts.pages:
        app.register_blueprint(pages)
    for routes in parts.apis:
        document.register_blueprint(routes)
    _declare_the_document(app)
    gate.permissions(app)
    return app


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
