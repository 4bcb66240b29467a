"""Command line of loans: python -m services.loans web|work|indexes|topics|parked|policy|judge|interest|…"""

from collections.abc import Iterator, Mapping

import click

from services.loans.errands.desk_jobs import DeskJobs
from services.loans.errands.loan_jobs import LoanJobs
from services.loans.events.inbound import HANDLERS, TOPICS
from services.loans.storage import indexes
from services.loans.usecases import UseCases
from services.loans.usecases.archive.ask import MAKE
from services.loans.usecases.archive.keep import DROP
from services.loans.usecases.desk.promises import LAPSE
from services.loans.usecases.fund.check import KIND as CHECK_FUNDS
from services.loans.usecases.loan.morning import KIND as MORNING
from services.loans.usecases.subsidy.prepare import KIND as QUARTER
from services.loans.web import interest_command, judge_command, simulate_command
from services.loans.wiring import POLICY, Wiring, wire
from shared import commands
from shared.commands.program import Verb
from shared.commands.tables import say, show, stop
from shared.running import Runs


def _jobs(wiring: Wiring) -> Mapping[str, Verb]:
    money = LoanJobs(wiring.worker)
    ours = {MORNING: money.morning, CHECK_FUNDS: money.check, QUARTER: money.quarter}
    ours |= {MAKE: wiring.errands.make_archive.make, DROP: wiring.errands.make_archive.drop}
    ours |= {LAPSE: DeskJobs(wiring.worker).lapse}
    return {**wiring.errands.ledger.jobs(), **ours}


program = commands.Program("loans", wire, indexes.ensure, TOPICS, HANDLERS, jobs=_jobs, policy=POLICY)
cli = commands.group(program)
cli.add_command(judge_command.command(POLICY))
cli.add_command(interest_command.command(POLICY))
policies = cli.commands["policy"]


def _worker() -> Iterator[Runs[UseCases]]:
    with program.wired() as wiring:
        yield wiring.worker


if isinstance(policies, click.Group):
    policies.add_command(simulate_command.command(POLICY, _worker))


@cli.group("fund")
def fund() -> None:
    """The guarantee funds."""


@fund.command("check")
def check() -> None:
    """Hold every fund against its ledger, its loans and its promises; status 1 when anything differs."""
    with program.wired() as wiring:
        found = wiring.worker.survey(lambda use: use.fund.check())
        count = wiring.worker.ask(lambda use: len(use.fund.find.funds.all()))
    show(
        "funds",
        ("fund", "what", "stored", "counted"),
        [(one.fund_id, one.what, one.stored, one.counted) for one in found],
    )
    if found:
        raise stop("Some funds are not what their ledgers say.")
    say(f"{count} funds are the fold of their ledgers")


@cli.command("seed")
def seed() -> None:
    """Nothing of its own yet: loans' demonstration comes with the women of the city."""
    say("loans needs no seed")


if __name__ == "__main__":
    commands.start(cli)
