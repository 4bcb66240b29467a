"""What everybody may see without an account: the notices that hang out, and one title by the sign on its plaque."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from services.applicant.errands import Errands
from services.applicant.usecases import UseCases
from services.applicant.web.titles_shown import SHAPES
from shared.running import Runs
from shared.web.identity.gate import needs


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the public pages."""
    public = Blueprint("applicant_title_public", __name__, url_prefix="/applicant", template_folder="templates")

    @public.get("/notices")
    @needs("title.show")
    def notices() -> ResponseReturnValue:
        return render_template("applicant/notices.html", rows=run.ask(lambda use: use.title.public.notices()))

    @public.get("/v/<code>")
    @needs("title.show")
    def verify(code: str) -> ResponseReturnValue:
        found = run.ask(lambda use: use.title.public.verify(code))
        sign = Markup(errands.plaque.picture(code))  # noqa: S704  # drawn from our own address and a known code
        return render_template("applicant/title_public.html", one=found, shape=SHAPES[found.state], sign=sign)

    return public
