"""A small app with the frame's own parts, to try them without a service or a database."""

from flask import Flask

from shared.access import NOBODY, Actor, rule
from shared.web import errors, guards, i18n, logs
from shared.web import parts as pictures
from shared.web.identity import gate

ORIGIN = "http://localhost:8080"
RULES = {"open": rule(public=True), "officer": rule("county_officer"), "own": rule(own=True)}


class Named:
    """A verifier that knows tokens by name."""

    def __init__(self, **actors: Actor) -> None:
        self.actors = actors

    def actor(self, token: str) -> Actor:
        return self.actors.get(token, NOBODY)


def an_app(**actors: Actor) -> Flask:
    """Return an app with gate, guards, errors and languages; routes are added by the test before the first request."""
    app = Flask("shared.web")
    app.config["TESTING"] = False
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.globals.update(service="loans", reader=None)
    logs.configure("CRITICAL")
    logs.install(app)
    i18n.install(app)
    pictures.install(app.jinja_env)
    errors.install(app)
    guards.install(app, ORIGIN)
    gate.install(app, RULES, Named(**actors))  # type: ignore[arg-type]
    return app
