"""Verbs that print what is written down: which policy values are in force, what the events promise."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from shared.commands.program import Program
from shared.commands.tables import say, show, stop
from shared.policy import NATION, Policy, Version
from shared.regions import is_division

DAY = click.DateTime(["%Y-%m-%d"])


def commands(program: Program[Any, Any]) -> Iterator[click.Command]:
    """Yield the verbs of one service."""
    if program.policy is not None:
        yield _policy(program.policy)
    yield _asyncapi(program)


def rows(version: Version) -> Iterator[tuple[str, str]]:
    """Yield (dotted name, value) of everything a version says."""
    yield from _walk(version.values, "")


def _walk(values: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _walk(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _policy(folder: Path) -> click.Command:
    @click.command("policy")
    @click.option("--on", "day", type=DAY, required=True, help="the day that decides, 2026-11-24")
    @click.option("--place", default=NATION, show_default=True, help="division code of 6 digits")
    @click.option("--topic", default="", help="only topics that begin so")
    def policy(day: datetime, place: str, topic: str) -> None:
        """Print the values in force on a day at a place, with the document each stands in."""
        if not is_division(place):
            raise stop(f"{place} is no division code (6, 9 or 12 digits).")
        found = Policy.load(folder).all_on(day.date(), place, topic)
        for version in found:
            show(_title(version), ("value", "is"), rows(version))
        if not found:
            raise stop(f"Nothing is in force on {day:%Y-%m-%d} at {place}.")

    return policy


def _title(version: Version) -> str:
    ends = _shown(version.ends_on)
    source = f"{version.source.document} ({version.source.source}, {version.source.verified})"
    return f"{version.topic}  {version.id}  {version.division}  {version.starts_on} – {ends}  {source}"


def _shown(day: date | None) -> str:
    return "open" if day is None else day.isoformat()


def _asyncapi(program: Program[Any, Any]) -> click.Command:
    @click.command("asyncapi")
    def asyncapi() -> None:
        """Print the AsyncAPI 3 document of all topics, with what this service listens to (JSON, which is YAML too)."""
        from shared.events.asyncapi import document  # noqa: PLC0415  # needed by this verb alone
        from shared.events.registry import contracts  # noqa: PLC0415

        say(json.dumps(document(contracts(), {program.name: program.handlers}), ensure_ascii=False, indent=2))

    return asyncapi
