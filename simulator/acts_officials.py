"""A county's list of executive members and part-time chairs: an Excel file, checked, and signed by two people."""

from datetime import timedelta
from itertools import cycle

from services.training.errands.official_ledger import DUTIES, TITLE, sheet
from services.training.usecases.ledger.officials import KIND
from shared.ledger.desk import Upload
from shared.ledger.intake import Mode
from shared.xlsx.writing import template
from simulator.players import Players
from simulator.steps import Step

AGO = (800, 755, 700, 650, 500, 300, 120, 40)  # days since they were elected: too late, soon, later (rotation.toml)


def bring(play: Players, step: Step) -> None:
    """The coordinator brings the file: women of the county who are registered by now."""
    registered = sorted(list(play.memory.persons))  # a copy: other counties go on registering
    women = [play.plan.women[no] for no in registered if play.plan.women[no].county == step.county]
    rows = [
        {"no": f"{nth}", "name": one.name, "id_no": one.id_no, "duty": duty, "elected_on": f"{step.on - ago}"}
        for nth, (one, ago, (_, duty)) in enumerate(
            zip(women, (timedelta(days=days) for days in AGO), cycle(DUTIES), strict=False), 1
        )
    ]
    service, by = play.stage.training, play.atlas.officer("coordinator", play.atlas.county(step.county))
    sent = Upload(KIND, template(TITLE, sheet().columns, "", rows), Mode.ALL)
    play.memory.ledgers[step.county] = service.wiring.errands.ledger.bring(
        sent, service.mark(step.key), by=by
    ).resource_id


def sign(play: Players, step: Step) -> None:
    """The coordinator signs the totals, the reviewer signs too; it is booked then."""
    service, county = play.stage.training, play.atlas.county(step.county)
    maker, checker = (play.atlas.officer(role, county) for role in ("coordinator", "training_reviewer"))
    one = play.memory.ledgers[step.county]
    service.once(step.key, lambda use: use.ledger.sign.first(KIND, one, leave_out=False, by=maker).id)
    service.once(f"{step.key}/second", lambda use: use.ledger.sign.second(KIND, one, by=checker).id)
