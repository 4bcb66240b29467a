"""Verbs that print what is written down: which policy values are in force, what the events promise."""

import json
from collections.abc import Iterator
from typing import Any

import click

from shared.commands import policy_verbs
from shared.commands.program import Program
from shared.commands.tables import say


def commands(program: Program[Any, Any]) -> Iterator[click.Command]:
    """Yield the verbs of one service."""
    if program.policy is not None:
        yield policy_verbs.command(program.policy)
    yield _asyncapi(program)


def _asyncapi(program: Program[Any, Any]) -> click.Command:
    @click.command("asyncapi")
    def asyncapi() -> None:
        """Print the AsyncAPI 3 document of all topics, with what this service listens to (JSON, which is YAML too)."""
        from shared.events.asyncapi import document  # noqa: PLC0415  # needed by this verb alone
        from shared.events.registry import contracts  # noqa: PLC0415

        say(json.dumps(document(contracts(), {program.name: program.handlers}), ensure_ascii=False, indent=2))

    return asyncapi
