"""The cookies of signing in, all `__Host-`: this host alone, every path, never for scripts."""

from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

SESSION = "__Host-sid"
CHALLENGE = "__Host-code"
DEVICE = "__Host-device"
KEYS = "__Host-keys"
OFF = "off"
DEVICE_LIFE = timedelta(days=400)
CHALLENGE_LIFE = timedelta(hours=1)


def get(name: str) -> str:
    """Return a cookie of this request, "" without one or with one that no longer has our shape."""
    value = request.cookies.get(name, "")
    return value if len(value) <= 200 and value.isascii() else ""


def keys_on() -> bool:
    """Tell whether pages may listen to single keys; whoever switched them off carries a cookie that says so."""
    return get(KEYS) != OFF


def put(response: Response, name: str, value: str, life: timedelta | None = None) -> None:
    """Set a cookie; without `life` it ends with the browser."""
    seconds = int(life.total_seconds()) if life else None
    response.set_cookie(name, value, max_age=seconds, secure=True, httponly=True, samesite="Lax", path="/")


def drop(response: Response, name: str) -> None:
    """Take a cookie away."""
    response.delete_cookie(name, secure=True, httponly=True, samesite="Lax", path="/")
