"""Command line of loans: python -m services.loans web|work|indexes|topics|parked|policy|judge|…"""

from services.loans.events.inbound import HANDLERS, TOPICS
from services.loans.storage import indexes
from services.loans.web import judge_command
from services.loans.wiring import POLICY, wire
from shared import commands
from shared.commands.tables import say

program = commands.Program("loans", wire, indexes.ensure, TOPICS, HANDLERS, policy=POLICY)
cli = commands.group(program)
cli.add_command(judge_command.command(POLICY))


@cli.command("seed")
def seed() -> None:
    """Nothing of its own yet: loans' demonstration comes with the women of the city."""
    say("loans needs no seed")


if __name__ == "__main__":
    commands.start(cli)
