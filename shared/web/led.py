"""A second press of a form that was done leads where the first one led, whatever has become of the thing since."""

from contextlib import suppress
from typing import Protocol

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as Answer

from shared.access import Kind
from shared.errors import Malformed, Unavailable
from shared.running import Once
from shared.web.identity.gate import actor
from shared.web.posting import COMMAND, ONCE, once


class Led(Protocol):
    """Where it is kept."""

    def where(self, once: Once) -> str | None:
        """Return where the same request under the same key led before."""

    def keep(self, once: Once, where: str) -> None:
        """Keep where a command led, unless it was refused or is known."""


def install(app: Flask, led: Led) -> None:
    """Answer repeated forms of an app, after its gate; other words under a key are refused by the command itself."""

    @app.before_request
    def again() -> Answer | None:
        if request.method != "POST" or actor().kind is Kind.NOBODY or ONCE not in request.form:
            return None
        try:
            where = led.where(once())
        except (Malformed, Unavailable):
            return None  # the view says so, with what was typed
        return redirect(where, 303) if where else None

    @app.after_request
    def keep(response: Response) -> Response:
        command: Once | None = g.get(COMMAND)
        if command is not None and response.status_code == 303 and response.location:
            with suppress(Unavailable):  # it is done; a second press is then answered by the view
                led.keep(command, response.location)
        return response
