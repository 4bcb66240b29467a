"""A client that asks twice: every command that was done is sent again, altered under its key, and from the old version.

Whatever a test does through the web is tried so, and the tier knows at its end which commands nobody has done.
"""

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from pymongo.database import Database
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app
from werkzeug.wrappers import Request

from shared.ids import new_id
from shared.web.posting import ONCE
from tests.builders.witness import Witness

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

# tries are counted, a late form is kept sealed, and a key learns where it leads
BESIDES = ("tallies", "sessions", "challenges", "kept_forms", "keys", "once")
SHOWN_ONCE = {  # sent again it does nothing, and nobody sees the code twice
    "POST /applicant/accounts",
    "POST /applicant/accounts/<account_id>/code",
}
A_DOOR = {  # who has gone in is signed in; the page of before leads to the sign-in
    "POST /applicant/register/check",
}
DATABASE = "database that tests replay on"

done: set[str] = set()
"""`POST /loans/cases/<case_id>/claim` of every command this process has seen done, and done only once."""


@dataclass(frozen=True)
class Sent:
    """A request as it went over the wire, to be sent again whole or changed; `files` are (field, name, type, bytes)."""

    environ: "WSGIEnvironment"
    body: bytes
    form: MultiDict[str, str]
    files: tuple[tuple[str, str, str, bytes], ...]
    json: dict[str, Any] | None

    @classmethod
    def read(cls, environ: "WSGIEnvironment") -> "Sent":
        """Read a request to its end."""
        body, bare = environ["wsgi.input"].read(), {k: v for k, v in environ.items() if not k.startswith("werkzeug.")}
        with Request(bare | {"wsgi.input": BytesIO(body)}) as request:
            files = tuple(
                (name, one.filename or "", one.content_type, one.read()) for name, one in request.files.items(True)
            )
            said = request.get_json(silent=True) if request.is_json else None
            return cls(bare, body, MultiDict(request.form), files, said if isinstance(said, dict) else None)

    @property
    def keyed(self) -> bool:
        """Tell whether it carries an idempotency key."""
        return bool(self.form.get(ONCE) or self.environ.get("HTTP_IDEMPOTENCY_KEY"))

    def again(self, body: bytes | None = None, **changes: str) -> "WSGIEnvironment":
        """Return what asks the same once more, with another body or header where given."""
        sent = self.body if body is None else body
        return {**self.environ, "wsgi.input": BytesIO(sent), "CONTENT_LENGTH": str(len(sent)), **changes}

    def altered(self) -> Iterator[tuple[str, "WSGIEnvironment"]]:
        """Yield the name of each thing it says and the request with that one said otherwise, under the same key."""
        for name, value in (self.json or {}).items():
            if isinstance(value, str | int) and not isinstance(value, bool):
                yield name, self.again(json.dumps((self.json or {}) | {name: _another(value)}).encode())
        for name, typed in self.form.items():
            if name != ONCE:
                yield name, self._typed({name: _another(typed)})
        if self.files:
            yield "file", self._typed({}, b" ")

    def later(self) -> "WSGIEnvironment | None":
        """Return it as somebody sends it who still has the page of before; None where it names no version."""
        if self.json is not None:
            return self.again(HTTP_IDEMPOTENCY_KEY=new_id()) if "version" in self.json else None
        return self._typed({ONCE: new_id()}) if self.form.get("version") else None

    def _typed(self, changes: dict[str, str], more: bytes = b"") -> "WSGIEnvironment":
        form: MultiDict[str, Any] = MultiDict(self.form)
        for name, value in changes.items():
            form.setlist(name, [value, *form.getlist(name)[1:]])
        if not self.files:
            return self.again(urlencode(list(form.items(multi=True))).encode())
        for name, called, kind, content in self.files:
            form.add(name, FileStorage(BytesIO(content + more), called, name, kind))
        built = EnvironBuilder(method="POST", data=form).get_environ()
        return {**self.again(built["wsgi.input"].read()), "CONTENT_TYPE": built["CONTENT_TYPE"]}


class ReplayingClient(FlaskClient):
    """Asks as a test tells it to, then tries whether what was done can be done twice."""

    def run_wsgi_app(self, environ: "WSGIEnvironment", buffered: bool = False) -> tuple[Iterable[bytes], str, Any]:
        """Send a request; raises AssertionError when a command that was done does anything else a second time."""
        db: Database[dict[str, Any]] | None = self.application.extensions.get(DATABASE)
        if (
            db is None
            or environ["REQUEST_METHOD"] == "GET"
            or threading.current_thread() is not threading.main_thread()
        ):
            return super().run_wsgi_app(environ, buffered)  # what races is no command that came twice
        sent = Sent.read(environ)
        if not sent.keyed:
            return super().run_wsgi_app(environ | {"wsgi.input": BytesIO(sent.body)}, buffered)
        before = db.once.estimated_document_count()
        answer = super().run_wsgi_app(environ | {"wsgi.input": BytesIO(sent.body)}, buffered=True)
        if db.once.estimated_document_count() > before:
            self._try_again(sent, answer, Witness(db, *BESIDES))
        return answer

    def _try_again(self, sent: Sent, answer: tuple[Iterable[bytes], str, Any], witness: Witness) -> None:
        environ = sent.environ
        places = self.application.url_map.bind("localhost")
        rule, _ = places.match(environ["PATH_INFO"], environ["REQUEST_METHOD"], return_rule=True)
        name = f"{environ['REQUEST_METHOD']} {rule.rule}"
        wrong = [] if name in A_DOOR and self._asked(sent.again()) else [*self._wrong(name, sent, answer)]
        written = witness.written()
        wrong += [f"wrote to {written} when it came again"] if written else []
        assert wrong == [], f"{name}: {wrong}"
        done.add(name)

    def _wrong(self, name: str, sent: Sent, answer: tuple[Iterable[bytes], str, Any]) -> Iterator[str]:
        first, again = TestResponse(*answer, Request(sent.environ)), self._asked(sent.again())  # type: ignore[arg-type]
        same = (again.status_code, again.location) == (first.status_code, first.location)
        if same == (name in SHOWN_ONCE):
            yield f"{first.status_code} {first.location}, then {again.status_code} {again.location}"
        if first.is_json and again.json != first.json:
            yield f"another answer than before: {again.json}"
        told = {field: self._asked(environ) for field, environ in sent.altered()}
        yield from (f"{field} altered is {one.status_code}" for field, one in told.items() if one.status_code < 400)
        stale = sent.later()
        if stale and (late := self._asked(stale)).status_code < 400:
            yield f"from the old version it is {late.status_code}"

    def _asked(self, environ: "WSGIEnvironment") -> TestResponse:
        return TestResponse(*run_wsgi_app(self.application, environ, buffered=True), Request(environ))  # type: ignore[arg-type]


def _another(said: str | int) -> Any:
    """Return another word or number that is as right."""
    if isinstance(said, int):
        return said + 1
    with suppress(ValueError):
        return (date.fromisoformat(said) + timedelta(days=1)).isoformat()
    return str(int(said) + 1) if said.isdecimal() and said.isascii() else said + "1"
