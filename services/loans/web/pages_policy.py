"""What the loan policy in force is, in plain Chinese, for anybody: from the data, each value with its document."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.loans.usecases import UseCases
from services.loans.usecases.policy.terms import TermsInForce
from services.loans.web.policy_rows import next_change, sections
from services.loans.web.schemas import PolicyQuery
from shared.errors import NotFound
from shared.policy import NATION
from shared.running import Runs
from shared.web.i18n import word
from shared.web.identity.gate import needs
from shared.web.schema import loaded

QUERY = PolicyQuery()


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the public page."""
    policy = Blueprint("loans_policy", __name__, url_prefix="/loans", template_folder="templates")

    @policy.get("/policy")
    @needs("policy.read", *QUERY.fields)
    def show() -> ResponseReturnValue:
        asked = loaded(QUERY, {name: value for name, value in request.args.items() if value})
        shown = run.ask(lambda use: _shown(use.policy.terms, asked))
        return render_template("loans/policy.html", **shown), 200 if "version" in shown else 404

    return policy


def _shown(terms: TermsInForce, asked: dict[str, Any]) -> dict[str, Any]:
    division, on = asked.get("place") or NATION, asked.get("on") or terms.clock.today()
    places = [(unit.division, unit.title) for unit in terms.counties()]
    known = dict(places).get(division) or (word("全国") if division == NATION else division)
    shown: dict[str, Any] = {"place": known, "on": on, "division": division, "places": places, "sections": []}
    try:
        version = terms.in_force(division, on).version
    except NotFound:
        return shown
    versions = terms.policy.versions
    layers = [one for name in version.layers for one in versions if one.id == name]
    changes_on = next_change(version, versions, division, on)
    facts = {"layers": layers, "changes_on": changes_on, "goes_on": _in_force(terms, division, changes_on)}
    return {**shown, "version": version, "sections": sections(version), **facts}


def _in_force(terms: TermsInForce, division: str, on: date | None) -> bool:
    try:
        return on is not None and bool(terms.in_force(division, on))
    except NotFound:
        return False
