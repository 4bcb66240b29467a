"""`python -m services.<name> <verb>`: the same verbs for the three services; each adds its own to the group."""

import logging
from typing import Any

import click

from shared.commands import books, checks, papers, running, waiting
from shared.commands.program import Program
from shared.policy import PolicyError
from shared.web import logs

__all__ = ["Program", "group"]


def group(program: Program[Any, Any]) -> click.Group:
    """Return the command line of one service."""
    cli = click.Group(program.name, help=f"{program.name}: web, work and everything an operator needs.")
    for part in (running, books, waiting, papers, checks):
        for command in part.commands(program):
            cli.add_command(command)
    return cli


def start(cli: click.Group) -> None:
    """Run a service's command line: JSON log lines on standard error, one sentence when it cannot go on."""
    logs.configure("INFO")
    logs.lines_of_programs("INFO")
    logging.captureWarnings(True)
    try:
        cli(prog_name=f"python -m services.{cli.name}")
    except PolicyError as error:  # its text is of the file's own lines, and tells who wrote them what to mend
        raise SystemExit(f"Error: {error}.") from None
