"""Pages of an app in the browser without servers: everything a page asks for comes from the app itself."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from tests.builders.world import PUBLIC
from tests.stack.people import findings, keep

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route


SIZES = ((1366, 768), (375, 740))


def serve(page: "Page", client: FlaskClient) -> None:
    """Let everything that a page asks for come from the app, as one reader."""

    def answer(route: "Route") -> None:
        asked = urlsplit(route.request.url)
        part = {name: "true" for name in ("HX-Request",) if name.lower() in route.request.headers}
        with client.get(asked.path, query_string=asked.query, headers=part) as told:
            route.fulfill(status=told.status_code, headers=dict(told.headers), body=told.data)

    page.unroute_all()
    page.route("**/*", answer)


def draw(page: "Page", client: FlaskClient, answer: Any) -> None:
    """Draw what the app has answered already, a form that was sent for example."""
    serve(page, client)
    shown = {"status": answer.status_code, "headers": dict(answer.headers), "body": answer.data}
    page.route(f"{PUBLIC}/drawn", lambda route: route.fulfill(**shown))
    page.goto(f"{PUBLIC}/drawn")


def at_both_widths(page: "Page", name: str = "") -> list[tuple[int, str, list[str]]]:
    """Return what axe finds on a page on a desk and on a phone, each with the width; `name` keeps pictures (keep)."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        keep(page, name)
        found += [(width, *one) for one in findings(page)]
    return found
