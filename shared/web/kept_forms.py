"""A form posted after its session has ended is kept and given back after the same person has signed in (ADR 0008)."""

from typing import Protocol

from flask import Blueprint, Flask, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from shared.access import Kind
from shared.errors import NotFound
from shared.ids import is_id
from shared.storage.kept_forms import Kept
from shared.web.identity.gate import actor, needs

NAME = "kept_forms"
MOST = 100_000


class KeptForms(Protocol):
    """Where kept forms lie."""

    def keep(self, session_id: str, form: Kept) -> str:
        """Keep a form under the id of the ended session it came from; returns the form's id."""

    def find(self, kept_id: str, sessions: tuple[str, ...]) -> Kept | None:
        """Return it to whoever had one of these sessions."""


def install(app: Flask, service: str, kept: KeptForms) -> None:
    """Give an app its kept forms and the page that gives them back."""
    app.extensions[NAME] = (service, kept)
    pages = Blueprint("kept_forms", __name__, url_prefix=f"/{service}")

    @pages.get("/kept/<kept_id>")
    @needs("kept.read")
    def back(kept_id: str) -> ResponseReturnValue:
        found = kept.find(kept_id, actor().before) if is_id(kept_id) else None
        if found is None:
            raise NotFound("kept_not_found")
        return render_template("kept.html", form=found)

    app.register_blueprint(pages)


def keep(sign_in_address: str) -> Response | None:
    """Keep this request's form and lead to the sign-in that gives it back; None when there is nothing to keep.

    Only what came from a session that ended minutes ago is kept, without files: those are chosen again.
    """
    late = actor().kind is Kind.NOBODY and actor().session
    if NAME not in current_app.extensions or request.method != "POST" or not late:
        return None
    fields = list(request.form.items(multi=True))
    if not fields or request.files or sum(len(name) + len(value) for name, value in fields) > MOST:
        return None
    service, kept = current_app.extensions[NAME]
    form = Kept(request.full_path.rstrip("?"), fields)
    kept_id = kept.keep(actor().session, form)
    to = f"{sign_in_address}?back=/{service}/kept/{kept_id}"
    if "HX-Request" in request.headers:
        return Response("", 200, {"HX-Redirect": to})
    return redirect(to, 303)
