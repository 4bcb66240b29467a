"""The JSON side: flask-smorest with its traps closed (design §7): routes decide the error's shape."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_smorest import Api, Blueprint
from marshmallow import RAISE, Schema
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException, UnsupportedMediaType

from shared.errors import Malformed
from shared.web.errors import http_exception, wants_json
from shared.web.identity.gate import asked_by

BODIES = ("application/json", "multipart/form-data")
View = TypeVar("View", bound=Callable[..., Any])


class Same(Protocol):
    """A decorator that gives the view back."""

    def __call__(self, view: View, /) -> View:
        """Return the view."""


Turned = Callable[[Callable[..., Any]], Callable[..., Any]]


class Parser(FlaskParser):
    """Refuses unknown names in every location; the default lets unknown query parameters pass."""

    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012  # webargs' own shape
        "json": RAISE,
        "form": RAISE,
        "query": RAISE,
        "files": RAISE,
        "querystring": RAISE,
        "json_or_form": RAISE,
    }


class JsonBlueprint(Blueprint):
    """A blueprint whose arguments are checked by our parser; give schema instances, not classes (175 µs a request)."""

    ARGUMENTS_PARSER = Parser()

    # flask-smorest ships no types: said once here, so that every route stays typed
    def get(self, rule: str, **options: Any) -> Same:
        """Answer GET."""
        found: Same = super().get(rule, **options)
        return found

    def post(self, rule: str, **options: Any) -> Same:
        """Answer POST."""
        found: Same = super().post(rule, **options)
        return found

    def put(self, rule: str, **options: Any) -> Same:
        """Answer PUT."""
        found: Same = super().put(rule, **options)
        return found

    def delete(self, rule: str, **options: Any) -> Same:
        """Answer DELETE."""
        found: Same = super().delete(rule, **options)
        return found

    def arguments(self, schema: Schema, **options: Any) -> Turned:
        """Check one location of the request against a schema instance and hand its values to the view."""
        checked: Turned = super().arguments(schema, **options)

        def declare(view: Callable[..., Any]) -> Callable[..., Any]:
            found, location = checked(view), options.get("location", "json")
            if location == "query":
                found.asks = asked_by(view) | set(schema.fields)  # type: ignore[attr-defined]
            else:
                found.takes = getattr(view, "takes", frozenset()) | {location}  # type: ignore[attr-defined]
            return found

        return declare

    def response(self, status: int, schema: Schema | None = None, **options: Any) -> Turned:
        """Answer with what the view returns, written by a schema instance."""
        found: Turned = super().response(status, schema, **options)
        return found


def takes(*locations: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare what a view reads by itself, such as the files of an upload, where no schema says so."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        view.takes = getattr(view, "takes", frozenset()) | set(locations)  # type: ignore[attr-defined]
        return view

    return declare


class JsonApi(Api):
    """flask-smorest's Api without its own error shape: HTML routes keep HTML errors, JSON routes get problem+json."""

    def handle_http_exception(self, error: HTTPException) -> ResponseReturnValue:
        """Answer as everywhere else."""
        return http_exception(error)


def install(app: Flask, service: str) -> JsonApi:
    """Give an app its JSON API and its document at /<service>/api/openapi.json."""
    prefix = f"/{service}/api"
    app.config.update(
        API_TITLE=f"Jinguo {service}",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=prefix,
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={"info": {"description": f"JSON interface of {service}"}, "servers": [{"url": "/"}]},
    )
    app.before_request(_exact)
    return JsonApi(app)


def _exact() -> None:
    """Refuse what a JSON route was never asked to take: fields nobody reads, a body that is not JSON."""
    if not wants_json() or request.endpoint is None or not request.content_length:
        return
    takes: frozenset[str] = getattr(current_app.view_functions[request.endpoint], "takes", frozenset())
    if request.mimetype not in BODIES:
        raise UnsupportedMediaType
    if not takes and request.get_data() != b"{}":
        raise Malformed("unknown_field")


def page_of(items: list[Any], after: str | None) -> dict[str, Any]:
    """Return the shape of every list: rows, and the opaque cursor of the next page or null."""
    return {"items": items, "after": after}
