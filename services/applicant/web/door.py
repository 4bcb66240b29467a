"""What every way in shares: where a request comes from, where to go afterwards, the cookies of a new session."""

from urllib.parse import urlsplit

from flask import after_this_request, g, redirect, request
from werkzeug.wrappers import Response

from services.applicant.usecases.account.opening import Opened
from services.applicant.usecases.account.ports import Origin
from shared.access import Kind
from shared.web.identity import cookies
from shared.web.identity.codes import fingerprint, token

_ROOMS = ("applicant", "training", "loans")
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))


def origin() -> Origin:
    """Return where this request comes from; a browser without a mark of its own gets one with the answer."""
    return Origin(
        ip=request.remote_addr or "",
        device=fingerprint(_device()).hex(),
        agent=_agent(request.headers.get("User-Agent", "")),
        token=cookies.get(cookies.SESSION),
    )


def _device() -> str:
    known: str = cookies.get(cookies.DEVICE) or g.get("device", "")
    if not known:
        known = g.device = token()

        @after_this_request
        def mark(response: Response) -> Response:
            cookies.put(response, cookies.DEVICE, g.device, cookies.DEVICE_LIFE)
            return response

    return known


def safe(back: str | None, otherwise: str) -> str:
    """Return an address of ours to come back to; anything that leads elsewhere becomes `otherwise`."""
    if not back or not back.startswith("/") or back.startswith("//") or len(back) > 500:
        return otherwise
    if "\\" in back or not back.isprintable() or not back.isascii():
        return otherwise
    parts = urlsplit(back)
    if parts.scheme or parts.netloc or ".." in parts.path.split("/"):
        return otherwise
    inside = parts.path == "/" or parts.path.split("/")[1] in _ROOMS
    return back if inside and "/sign-in" not in parts.path else otherwise


def entered(opened: Opened, to: str) -> Response:
    """Return the redirect that carries a new session."""
    response = redirect(to, 303)
    settle(response, opened)
    return response


def settle(response: Response, opened: Opened) -> None:
    """Give a response the cookies of a new session; hers lasts over a closed browser, an officer's does not."""
    session = opened.session
    life = session.ends_at - session.started_at if session.kind is Kind.WOMAN else None
    cookies.put(response, cookies.SESSION, opened.token, life)
    cookies.drop(response, cookies.CHALLENGE)
    prefer(response, opened.keys)


def prefer(response: Response, keys: bool) -> None:
    """Let this browser's pages have shortcut keys, or none."""
    if keys:
        cookies.drop(response, cookies.KEYS)
    else:
        cookies.put(response, cookies.KEYS, cookies.OFF, cookies.DEVICE_LIFE)


def _agent(header: str) -> str:
    browser = next((name for sign, name in _BROWSERS if sign in header), "")
    system = next((name for sign, name in _SYSTEMS if sign in header), "")
    return " · ".join(one for one in (browser, system) if one)
