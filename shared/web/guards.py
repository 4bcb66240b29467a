"""What every answer carries and every request must show: CSP and its companions, same origin for writes."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from shared.errors import Denied, Malformed

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Cache-Control": "no-store",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def install(app: Flask, public_url: str) -> None:
    """Guard an app: CSRF by Sec-Fetch-Site or Origin, single query values, response headers."""
    origin = _origin(public_url)

    @app.before_request
    def same_origin() -> None:
        if request.method not in SAFE and not _internal(request.path) and not _from_here(origin):
            raise Denied("not_from_here")

    @app.before_request
    def single_values() -> None:
        if any(len(values) > 1 for values in request.args.to_dict(flat=False).values()):
            raise Malformed("parameter_twice")

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _from_here(origin: str) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return _origin(request.headers.get("Origin", "")) == origin


def _internal(path: str) -> bool:
    return path.split("/")[2:3] == ["internal"]


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
