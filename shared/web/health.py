"""Is the process there (healthz), can it write its database (readyz); Kafka is deliberately not asked."""

from collections.abc import Callable

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from shared.errors import Unavailable
from shared.web.identity.gate import needs


def blueprint(service: str, writable: Callable[[], None]) -> Blueprint:
    """Return the two routes; `writable` raises Unavailable when the database takes no write within half a second."""
    health = Blueprint("health", __name__, url_prefix=f"/{service}")

    @health.get("/healthz")
    @needs("health.read")
    def healthz() -> ResponseReturnValue:
        return jsonify(status="ok")

    @health.get("/readyz")
    @needs("health.read")
    def readyz() -> ResponseReturnValue:
        try:
            writable()
        except Unavailable:
            return jsonify(status="database does not take writes"), 503
        return jsonify(status="ok")

    return health
