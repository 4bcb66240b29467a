"""The JSON interface on a page: every address, what it takes, what it answers; read from the OpenAPI document."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from shared.web.api import JsonApi
from shared.web.identity.gate import needs


@dataclass(frozen=True, slots=True)
class Route:
    """One address and method; `takes` and `answers` are (name, shape, required)."""

    method: str
    path: str
    summary: str
    takes: list[tuple[str, str, bool]]
    answers: list[tuple[str, str, bool]]


def blueprint(service: str, document: JsonApi) -> Blueprint:
    """Return the page at /<service>/api/docs."""
    docs = Blueprint("api_docs", __name__, url_prefix=f"/{service}/api")

    @docs.get("/docs")
    @needs("api.describe")
    def page() -> ResponseReturnValue:
        return render_template("pages/docs.html", routes=routes(document.spec.to_dict()), service=service)

    return docs


def routes(spec: dict[str, Any]) -> list[Route]:
    """Return the addresses of an OpenAPI document, internal ones left out."""
    return [
        _route(method.upper(), path, operation, spec)
        for path, methods in sorted(spec["paths"].items())
        if "/internal/" not in path
        for method, operation in methods.items()
        if isinstance(operation, dict) and "responses" in operation
    ]


def _route(method: str, path: str, operation: dict[str, Any], spec: dict[str, Any]) -> Route:
    query = [
        (one["name"], _shape(one.get("schema", {})), one.get("required", False))
        for one in operation.get("parameters", [])
        if one.get("in") == "query"
    ]
    taken = _fields(operation.get("requestBody", {}), spec)
    good: dict[str, Any] = next(
        (answer for status, answer in operation["responses"].items() if status.startswith("2")), {}
    )
    return Route(method, path, operation.get("summary", ""), query + taken, _fields(good, spec))


def _fields(part: dict[str, Any], spec: dict[str, Any]) -> list[tuple[str, str, bool]]:
    media = part.get("content", {}).get("application/json", {})
    schema = _resolved(media.get("schema", {}), spec)
    needed = schema.get("required", [])
    return [(name, _shape(one), name in needed) for name, one in schema.get("properties", {}).items()]


def _resolved(schema: dict[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = spec.get("components", {}).get("schemas", {}).get(name, {}) if name else schema
    return found


def _shape(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    kind = schema.get("type", "")
    words = kind if isinstance(kind, str) else " | ".join(kind)
    return f"{words} ({schema['format']})" if "format" in schema else words
