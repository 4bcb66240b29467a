"""A form from showing to posting: nothing typed is lost, a second press does nothing twice."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from shared.access import Kind
from shared.errors import Conflict, Invalid, Malformed, Problem, Refused, Stale, TooMany, Unavailable
from shared.ids import is_id, new_id
from shared.running import Once
from shared.web import forms
from shared.web.errors import status_of
from shared.web.i18n import sentence
from shared.web.identity.gate import actor
from shared.web.schema import loaded

ONCE = "_once"
COMMAND = "command"  # of a request that asked for its key
HEADER = "Idempotency-Key"
_KEEPS_THE_FORM = (Refused, Conflict, Stale, TooMany, Unavailable)


@dataclass(frozen=True, slots=True)
class FormPage:
    """One schema on one template. `context` is asked at each rendering for whatever else the page shows.

    `about` says which field a refusal of the rules means, by its slug: it is told there, as if the schema had said so.
    """

    schema: Schema
    template: str
    context: Callable[[], Mapping[str, Any]] = field(default=dict)
    only: tuple[str, ...] | None = None
    about: Mapping[str, str] = field(default_factory=dict)

    def show(self, data: Mapping[str, Any] | None = None, problem: Problem | None = None) -> Response:
        """Return the page with what was typed and, after a refusal, what to do about it (status of the refusal)."""
        invalid = self._at_fields(problem)
        page = render_template(
            self.template,
            controls=forms.controls(self.schema, data, invalid, self.only),
            general_errors=self._general(problem, invalid),
            once=request.form.get(ONCE) or new_id(),
            **self.context(),
        )
        return make_response(page, status_of(problem) if problem else 200)

    def submit(self, work: Callable[[dict[str, Any]], ResponseReturnValue]) -> ResponseReturnValue:
        """Check what was posted and hand it to `work`; any refusal shows the form again as it was typed."""
        typed = forms.from_form(self.schema, request.form)
        try:
            return work(loaded(self.schema, typed))
        except _KEEPS_THE_FORM as problem:
            return self.show(typed, problem)

    def _at_fields(self, problem: Problem | None) -> Invalid | None:
        at = self.about.get(problem.slug) if isinstance(problem, Refused) else None
        if isinstance(problem, Refused) and at in self.schema.load_fields:
            return Invalid({str(at): [problem]})
        return problem if isinstance(problem, Invalid) else None

    def _general(self, problem: Problem | None, invalid: Invalid | None) -> list[str]:
        if problem is None or invalid is not None:
            return forms.general_errors(self.schema, invalid)
        return [sentence(problem)]


def once(by: str | None = None) -> Once:
    """Return the idempotency key of this request: the hidden `_once` of a form, or the Idempotency-Key header.

    `by` names the actor where nobody is signed in (the sign-in challenge's id). Raises Malformed without a usable key.
    """
    if by is not None:
        return _once_of(by)
    if COMMAND not in g:  # an upload is hashed once
        setattr(g, COMMAND, _once_of(actor().id if actor().kind is not Kind.NOBODY else ""))
    known: Once = g.get(COMMAND)
    return known


def _once_of(asker: str) -> Once:
    key = request.form.get(ONCE) or request.headers.get(HEADER, "")  # a program may post a form, too: a workbook
    if not (
        is_id(key)
        or (request.headers.get(HEADER) == key and 8 <= len(key) <= 64 and key.isascii() and key.isprintable())
    ):
        raise Malformed("key_missing")
    return Once(asker, key, _request_hash())


def _request_hash() -> str:
    for item in request.files.values():
        item.seek(0)  # who came before may have read it
    if request.is_json:
        body = json.dumps(request.get_json(), sort_keys=True, ensure_ascii=False)
    else:
        files = [
            (name, hashlib.sha256(item.read()).hexdigest(), item.seek(0))
            for name, item in request.files.items(multi=True)
        ]
        body = json.dumps([sorted(request.form.items(multi=True)), files], ensure_ascii=False)
    return hashlib.sha256(f"{request.method} {request.path}\n{body}".encode()).hexdigest()
