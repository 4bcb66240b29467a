"""What gunicorn loads."""

from flask import Flask

from services.loans import web
from services.loans.domain.access import RULES
from services.loans.web.form_pages import left
from services.loans.wiring import Wiring, wire
from shared import settings
from shared.ids import new_id
from shared.web import app


def create_app(joined: Wiring | None = None) -> Flask:
    """Build the app in this process, after the fork; who has joined the parts already brings them."""
    wiring = joined or wire(settings.read("loans"))
    return app.create(
        app.Parts(
            frame=wiring.frame,
            rules=RULES,
            pages=web.pages(wiring.runner, wiring.errands),
            apis=web.apis(wiring.runner, wiring.errands),
            labels=wiring.errands.labels,
            template_globals={"pages_left": left, "new_once": new_id},
        )
    )
