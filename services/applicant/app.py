"""What gunicorn loads."""

from functools import partial

from flask import Flask

from services.applicant import web
from services.applicant.domain.access import RULES
from services.applicant.wiring import Wiring, warm_up, wire
from shared import settings
from shared.web import app


def create_app(joined: Wiring | None = None) -> Flask:
    """Build the app in this process, after the fork; who has joined the parts already brings them."""
    wiring = joined or wire(settings.read("applicant"))
    warm_up()
    return app.create(
        app.Parts(
            frame=wiring.frame,
            rules=RULES,
            pages=web.pages(wiring.runner, wiring.errands),
            apis=web.apis(wiring.runner, wiring.errands),
            labels=partial(web.names, wiring.runner),
        )
    )
