"""Errors meet HTTP once: kind → status, problem+json for programs, a page with a way on for people."""

from http import HTTPStatus
from urllib.parse import urlencode

import structlog
from flask import Flask, Response, g, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from shared.errors import (
    Conflict,
    Denied,
    Invalid,
    Malformed,
    NotFound,
    Problem,
    Refused,
    Stale,
    TooMany,
    Unavailable,
    Unknown,
)
from shared.trace import current
from shared.web import kept_forms
from shared.web.guards import SAFE
from shared.web.i18n import sentence, word
from shared.web.schema import flat, refusals

log = structlog.get_logger(__name__)

STATUS: dict[type[Problem], int] = {
    Malformed: HTTPStatus.BAD_REQUEST,
    Unknown: HTTPStatus.UNAUTHORIZED,
    Denied: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Stale: HTTPStatus.CONFLICT,
    Refused: HTTPStatus.UNPROCESSABLE_ENTITY,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
_HTTP_SLUGS = {400: "malformed", 404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "wrong_media_type"}


def status_of(problem: Problem) -> int:
    """Return the HTTP status of a refusal."""
    return STATUS[type(problem)]


def install(app: Flask) -> None:
    """Register the one place where errors become answers."""
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(ValidationError, lambda error: _problem(refusals(error)))
    app.register_error_handler(HTTPException, http_exception)
    app.register_error_handler(Exception, _bug)


def wants_json() -> bool:
    """Tell whether the route that was asked for speaks JSON."""
    return request.path.split("/")[2:3] in (["api"], ["internal"])


def http_exception(error: HTTPException) -> ResponseReturnValue:
    """Answer what Flask, Werkzeug or flask-smorest raised, in the same two shapes; redirects pass."""
    if isinstance(error.response, Response) or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    messages = (getattr(error, "data", None) or {}).get("messages")
    if messages and error.code == HTTPStatus.UNPROCESSABLE_ENTITY:
        return _problem(refusals(ValidationError(messages)))
    slug = _HTTP_SLUGS.get(error.code, "malformed" if error.code < HTTPStatus.INTERNAL_SERVER_ERROR else "bug")
    response = _answer(slug, word(f"errors.{slug}"), error.code, {})
    if error.code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return response


def _problem(problem: Problem) -> ResponseReturnValue:
    status = status_of(problem)
    if isinstance(problem, Unknown) and not wants_json() and request.method in SAFE:
        return redirect(sign_in_address(request.full_path.rstrip("?")))
    if isinstance(problem, Unknown) and not wants_json():
        kept = kept_forms.keep(_door())
        if kept is not None:
            return kept
    extra: dict[str, object] = {"facts": {name: str(value) for name, value in problem.facts.items()}}
    if isinstance(problem, Invalid):
        extra = {
            "fields": {
                path: [{"slug": one.slug, "sentence": sentence(one)} for one in found] for path, found in flat(problem)
            }
        }
    response = _answer(problem.slug, sentence(problem), status, extra)
    if isinstance(problem, Unavailable):
        response.headers["Retry-After"] = "5"
    if isinstance(problem, TooMany):
        response.headers["Retry-After"] = str(problem.facts.get("seconds", 60))
    return response


def sign_in_address(back_to: str) -> str:
    """Return where to sign in: staff pages lead to the staff's door, her pages to hers."""
    return f"{_door()}?{urlencode({'back': back_to})}"


def _door() -> str:
    own = request.path == "/applicant/me" or request.path.startswith(("/applicant/me/", "/training/me", "/loans/me"))
    return "/applicant/sign-in" if own else "/applicant/staff/sign-in"


def _answer(slug: str, words: str, status: int, extra: dict[str, object]) -> Response:
    if wants_json():
        body = {
            "type": f"/problems/{slug}",
            "slug": slug,
            "title": words,
            "status": status,
            "request_id": current().correlation_id,
        }
        response = jsonify({**body, **extra})
        response.content_type = "application/problem+json; charset=utf-8"
    else:
        page = render_template(
            "error.html", slug=slug, sentence=words, status=status, request_id=current().correlation_id
        )
        response = Response(page, content_type="text/html; charset=utf-8")
    response.status_code = status
    return response


def _bug(error: Exception) -> ResponseReturnValue:
    g.bug = True
    log.exception("bug", endpoint=request.endpoint, error=type(error).__name__)  # an address may be a secret
    return _answer("bug", word("errors.bug"), HTTPStatus.INTERNAL_SERVER_ERROR, {})
