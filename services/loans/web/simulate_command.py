"""`python -m services.loans policy simulate`: changed policy files against the applications of a period."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import click

from services.loans.domain.simulation import Filed, Simulation, changed_from, simulate
from services.loans.usecases import UseCases
from services.loans.web.flip_rows import Home, Homes, counties, county_heads, flip_heads, flips, workbook
from shared.access import SYSTEM, Scope
from shared.commands.policy_verbs import DAY
from shared.commands.tables import say, show, stop
from shared.policy import Policy, PolicyError
from shared.running import Runs
from shared.web import i18n

BATCH = 500
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def command(folder: Path, wired: Callable[[], Iterator[Runs[UseCases]]]) -> click.Command:
    """Return the verb over the policy files of a folder; `wired` gives a runner and takes it back."""

    @click.command("simulate")
    @click.option("--changed", "files", type=FILE, multiple=True, required=True, help="a policy file as it would be")
    @click.option("--from", "first", type=DAY, required=True, help="first day of the period of first hand-ins")
    @click.option("--to", "last", type=DAY, required=True, help="last day, included")
    @click.option("--as-of", "as_of", type=DAY, help="judge as if on this day; else the first day of what is changed")
    @click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="write the answer as a workbook too")
    def simulated(
        files: tuple[Path, ...], first: datetime, last: datetime, as_of: datetime | None, xlsx: Path | None
    ) -> None:
        """Say who would be judged otherwise, why, and what that asks of the funds. Nothing is written."""
        if first > last:
            raise stop("--from must not be later than --to.")
        old = Policy.load(folder)
        new, day = _changed(old, files, as_of.date() if as_of else None)
        for run in wired():
            found = simulate(filed(run, first.date(), last.date(), SYSTEM), old, new, day)
            _say(found, homes(run, found), xlsx)

    return simulated


def filed(run: Runs[UseCases], first: date, last: date, inside: Scope) -> Iterator[Filed]:
    """Yield the applications of a period, some at a time, each lot in a transaction of its own."""
    days = list(run.ask(lambda use: use.policy.filed.days(first, last)).items())
    for at in range(0, len(days), BATCH):
        lot = dict(days[at : at + BATCH])
        yield from run.ask(lambda use, lot=lot: use.policy.filed(lot, inside))  # type: ignore[misc]


def homes(run: Runs[UseCases], found: Simulation) -> Homes:
    """Return the counties of a simulation that are set up, each fund asked in a transaction of its own."""
    units = [one for one in run.ask(lambda use: use.policy.terms.counties()) if one.division in found.counties]
    return {
        one.division: Home(one.title, run.ask(lambda use, one=one: use.policy.filed.free(one)))  # type: ignore[misc]
        for one in units
        if one.division
    }


def _changed(old: Policy, files: tuple[Path, ...], as_of: date | None) -> tuple[Policy, date]:
    try:
        new = old.changed({path.name: path.read_text("utf-8") for path in files})
        return new, as_of or changed_from(old, new)
    except (PolicyError, ValueError) as error:
        raise stop(f"{error}.") from error


def _say(found: Simulation, where: Homes, xlsx: Path | None) -> None:
    with i18n.outside():
        show(f"as of {found.as_of}", county_heads(), counties(found, where))
        show("flips", flip_heads(), flips(found, where))
        if xlsx is not None:
            xlsx.write_bytes(workbook(found, where))
    say(f"{found.whole.judged} applications judged twice, {len(found.flips)} come out otherwise. Nothing was written.")
