"""The rotation training of executive members and part-time chairs: who is overdue, by unit and by name."""

from collections import Counter
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.training.domain.official import Rotation, Standing
from services.training.errands import Errands
from services.training.usecases import UseCases
from services.training.web.shapes import STANDINGS
from shared.running import Runs
from shared.web.identity.gate import actor, allowed, needs

MOST = 200


def pages(run: Runs[UseCases], errands: Errands) -> Blueprint:
    """Return the page."""
    staff = Blueprint("training_rotation", __name__, url_prefix="/training", template_folder="templates")

    @staff.get("/rotation")
    @needs("rotation.read", "unit")
    def listed() -> ResponseReturnValue:
        unit = request.args.get("unit", "")
        found = run.ask(lambda use: _gathered(use, unit))
        labels = errands.labels([one.official.person_id for one in found["rows"]], by=actor())
        may_bring = allowed("official_ledger.bring")
        return render_template("training/rotation.html", **found, labels=labels, shapes=STANDINGS, may_bring=may_bring)

    return staff


def _gathered(use: UseCases, unit: str) -> dict[str, Any]:
    everybody = use.rotation.listed(by=actor())
    shown = [one for one in everybody if not unit or unit in one.official.path]
    below = {_unit(one) for one in everybody}
    titles = {one.id: one.title for one in use.replica.units.some(below)}
    counts = Counter((_unit(one), one.standing) for one in everybody)
    units = [_counted(one, titles.get(one, ""), counts) for one in below]
    return {
        "rows": shown[:MOST],
        "total": len(shown),
        "units": sorted(units, key=lambda row: (-row["overdue"], -row["soon"], row["title"])),
        "titles": titles,
        "sums": Counter(one.standing for one in everybody),
        "unit": unit if unit in below else "",
        "rule": use.rotation.rule(use.roster.bring.clock.today()),
    }


def _unit(one: Rotation) -> str:
    """Return the township she belongs to, or the county where she belongs to none."""
    path = one.official.path
    return path[2] if len(path) > 2 else path[-1]


def _counted(unit: str, title: str, counts: Counter[tuple[str, Standing]]) -> dict[str, Any]:
    by_standing = {standing.value: counts[unit, standing] for standing in Standing}
    return {"id": unit, "title": title, "all": sum(by_standing.values()), **by_standing}
