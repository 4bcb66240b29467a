"""What gunicorn loads."""

from flask import Flask

from services.training import web
from services.training.domain.access import RULES
from services.training.wiring import Wiring, wire
from shared import settings
from shared.web import app


def create_app(joined: Wiring | None = None) -> Flask:
    """Build the app in this process, after the fork; who has joined the parts already brings them."""
    wiring = joined or wire(settings.read("training"))
    return app.create(
        app.Parts(
            frame=wiring.frame,
            rules=RULES,
            pages=web.pages(wiring.runner, wiring.errands, wiring.frame.settings.public_url),
            apis=web.apis(wiring.runner, wiring.errands),
            labels=wiring.errands.labels,
        )
    )
