"""Her papers as photos: one page for each sort, a plain form that works without a script, pictures for her alone."""

from typing import Any

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from services.loans.domain.application import Application
from services.loans.domain.papers import Paper
from services.loans.usecases import UseCases
from services.loans.web.schemas import Nothing
from shared.errands.photos import MOST_BYTES, cleaned
from shared.errors import Invalid, Refused
from shared.running import Runs
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage, once

HOME = "/loans/me/applications"
PICTURE = "image/jpeg"


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the pages of her papers."""
    me = Blueprint("loans_papers", __name__, url_prefix=HOME, template_folder="templates")
    _kind(me, run)
    _one(me, run)
    return me


def _kind(me: Blueprint, run: Runs[UseCases]) -> None:
    @me.get("/<application_id>/papers/<kind>")
    @needs("me.papers")
    def show(application_id: str, kind: str) -> ResponseReturnValue:
        return _form(run, application_id, kind).show()

    @me.post("/<application_id>/papers/<kind>")
    @needs("me.papers")
    def add(application_id: str, kind: str) -> ResponseReturnValue:
        def work(_typed: dict[str, Any]) -> ResponseReturnValue:
            picture, command = cleaned(_sent()), once()
            run.once(command, lambda use: use.paper.add(application_id, kind, picture, by=actor()).id)
            return redirect(f"{HOME}/{application_id}/papers/{kind}", 303)

        return _form(run, application_id, kind).submit(work)


def _one(me: Blueprint, run: Runs[UseCases]) -> None:
    @me.get("/<application_id>/pictures/<paper_id>")
    @needs("me.papers")
    def picture(application_id: str, paper_id: str) -> ResponseReturnValue:
        return shown(run, application_id, paper_id)

    @me.post("/<application_id>/pictures/<paper_id>/removal")
    @needs("me.papers")
    def remove(application_id: str, paper_id: str) -> ResponseReturnValue:
        loaded_nothing()
        kind = run.ask(lambda use: _paper(use, application_id, paper_id)).kind
        run.once(once(), lambda use: use.paper.remove(application_id, paper_id, by=actor()))
        return redirect(f"{HOME}/{application_id}/papers/{kind}", 303)


def shown(run: Runs[UseCases], application_id: str, paper_id: str) -> Response:
    """Return a picture for whoever may see it; it is kept nowhere on the way (no-store is every answer's header)."""
    content = run.run(lambda use: use.paper.find.content(application_id, paper_id, by=actor()))
    headers = {"Content-Disposition": f'inline; filename="{paper_id}.jpg"', "Cache-Control": "no-store"}
    return Response(content, mimetype=PICTURE, headers=headers)


def loaded_nothing() -> None:
    """Raise Invalid when a command without words carries some."""
    strangers = [name for name in (*request.form, *request.files) if not name.startswith("_")]
    if strangers:
        raise Invalid({name: [Refused("unknown_field")] for name in strangers})


def _paper(use: UseCases, application_id: str, paper_id: str) -> Paper:
    use.paper.find.of(application_id, by=actor())  # whose it is stands before what it is
    return use.paper.find.papers.get(application_id, paper_id)


def _sent() -> bytes:
    strangers = set(request.files) - {"photo"}
    if strangers:
        raise Invalid({name: [Refused("unknown_field")] for name in strangers})
    file = request.files.get("photo")
    if file is None or not file.filename:
        raise Refused("photo_missing")
    content = file.stream.read(MOST_BYTES + 1)
    file.stream.seek(0)  # the request's hash reads it once more
    return content


def _form(run: Runs[UseCases], application_id: str, kind: str) -> FormPage:
    def gather(use: UseCases) -> dict[str, Any]:
        found: Application = use.application.find.one(application_id, by=actor())
        wanted = use.paper.find.list_at(found.place).kind(kind)
        given = [one for one in use.paper.find.of(found.id, by=actor()) if one.kind == kind]
        return {"application": found, "kind": wanted, "given": given, "home": f"{HOME}/{found.id}"}

    return FormPage(Nothing(), "loans/papers.html", lambda: run.ask(gather))
