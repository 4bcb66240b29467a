"""The public page of a certificate: what the paper shows with the name masked, and whether it still counts."""

from typing import Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.web.schemas import CompareForm
from shared.running import Runs
from shared.web.identity.gate import needs
from shared.web.posting import FormPage


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the page, and the one that is taken along; nobody signs in for them."""
    public = Blueprint("training_verify", __name__, url_prefix="/training/v", template_folder="templates")

    def page(code: str, same: bool | None = None) -> FormPage:
        def shown() -> dict[str, Any]:
            return {"paper": run.ask(lambda use: use.certificate.find.public(code)), "same": same, "code": code}

        return FormPage(CompareForm(), "training/verify.html", shown)

    @public.get("/check.html")
    @needs("certificate.public")
    def taken_along() -> ResponseReturnValue:
        headers = {"Content-Disposition": 'attachment; filename="jinguo-check.html"'}
        return Response(errands.check_page(), mimetype="text/html", headers=headers)

    @public.get("/<code>")
    @needs("certificate.public")
    def one(code: str) -> ResponseReturnValue:
        return page(code).show()

    @public.post("/<code>")
    @needs("certificate.public")
    def compare(code: str) -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            same = run.run(lambda use: use.certificate.compare(code, typed["name"]))
            return page(code, same).show(typed)

        return page(code).submit(work)

    return public
