"""A changed policy file against the applications of a period: the file is edited on the page and kept nowhere."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from services.loans.domain.access import RULES
from services.loans.domain.simulation import Simulation, changed_from, simulate
from services.loans.usecases import UseCases
from services.loans.web.flip_rows import Homes, counties, county_heads, flip_heads, flips, workbook
from services.loans.web.simulate_command import filed, homes
from shared.access import scope
from shared.errors import Refused
from shared.policy import Policy, PolicyError
from shared.running import Runs
from shared.web import forms
from shared.web.identity.gate import actor, needs
from shared.web.posting import FormPage
from shared.web.schema import Form, choice, day, text
from shared.xlsx.sheets import XLSX

HOME = "/loans/policy/simulation"
MOST_TEXT, MOST_SHOWN = 60_000, 200
FILES = tuple((name, f"policy_file.{name}") for name in ("national_2020.toml", "hunan.toml", "counties.toml"))


class SimulationForm(Form):
    """Which file, how it would be, and whose applications."""

    file = choice("改哪个文件", FILES)
    text = text("文件内容（改成想要的样子）", most=MOST_TEXT, rows=18, help="怎么写见 docs/policy-guide.md")
    first = day("从哪天交的")
    last = day("到哪天交的")


SCHEMA = SimulationForm()


def pages(run: Runs[UseCases]) -> Blueprint:
    """Return the page and its workbook."""
    trial = Blueprint("loans_simulation", __name__, url_prefix="/loans", template_folder="templates")

    @trial.get("/policy/simulation")
    @needs("policy.simulate", "file")
    def show() -> ResponseReturnValue:
        name = request.args.get("file", FILES[0][0])
        known = name if name in dict(FILES) else FILES[0][0]
        return _page().show({"file": known, "text": _policy(run).texts[known]})

    @trial.post("/policy/simulation")
    @needs("policy.simulate")
    def simulated() -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            found, where = _simulated(run, typed)
            tables = {"county_heads": county_heads(), "counties": counties(found, where), "flip_heads": flip_heads()}
            shown = {"controls": forms.controls(SCHEMA, typed), "general_errors": [], "found": found, "files": FILES}
            return render_template("loans/simulation.html", **shown, **tables, flips=flips(found, where)[:MOST_SHOWN])

        return _page().submit(work)

    @trial.post("/policy/simulation/table.xlsx")
    @needs("policy.simulate")
    def table() -> ResponseReturnValue:
        def work(typed: dict[str, Any]) -> ResponseReturnValue:
            head = {"Content-Disposition": 'attachment; filename="policy-simulation.xlsx"'}
            return Response(workbook(*_simulated(run, typed)), mimetype=XLSX, headers=head)

        return _page().submit(work)

    return trial


def _page() -> FormPage:
    return FormPage(SCHEMA, "loans/simulation.html", lambda: {"found": None, "files": FILES})


def _policy(run: Runs[UseCases]) -> Policy:
    return run.ask(lambda use: use.policy.terms.policy)


def _simulated(run: Runs[UseCases], typed: Mapping[str, Any]) -> tuple[Simulation, Homes]:
    """Return the answer and its counties; raises Refused("policy_unusable") with what to mend."""
    if typed["first"] > typed["last"]:
        raise Refused("period_backwards")
    old = _policy(run)
    try:
        new = old.changed({typed["file"]: typed["text"]})
        as_of = changed_from(old, new)
    except (PolicyError, ValueError) as error:
        raise Refused("policy_unusable", says=str(error)) from error
    inside = scope(RULES, actor(), "policy.simulate")
    found = simulate(filed(run, typed["first"], typed["last"], inside), old, new, as_of)
    return found, homes(run, found)
