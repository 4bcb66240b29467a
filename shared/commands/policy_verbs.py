"""Verbs over the policy files: what is in force on a day at a place, and in what two of its states differ."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from shared.commands.tables import say, show, stop
from shared.errors import NotFound
from shared.policy import NATION, Policy, Version
from shared.regions import in_a_province, is_division

DAY = click.DateTime(["%Y-%m-%d"])


def command(folder: Path) -> click.Group:
    """Return the group `policy` over the files of a folder; without a verb it shows, as it always did."""

    @click.group("policy", invoke_without_command=True)
    @_asked(required=False)
    @click.pass_context
    def policy(context: click.Context, day: datetime | None, place: str, topic: str) -> None:
        """Show the rules in force, or compare two of them."""
        if context.invoked_subcommand is None:
            if day is None:
                raise click.UsageError("say the day: --on 2026-11-24")
            _show(folder, day.date(), place, topic)

    @policy.command("show")
    @_asked(required=True)
    def shown(day: datetime, place: str, topic: str) -> None:
        """Print the values in force on a day at a place, with the document each stands in."""
        _show(folder, day.date(), place, topic)

    @policy.command("diff")
    @click.argument("first")
    @click.argument("second")
    @click.option("--topic", default="loan", show_default=True, help="what is compared when days are given")
    def compared(first: str, second: str, topic: str) -> None:
        """Print what differs between A and B: ids such as N2021, or DAY@PLACE such as 2023-09-30@431230."""
        known = Policy.load(folder)
        one, other = _found(known, first, topic), _found(known, second, topic)
        rows = list(differences(one, other))
        show(f"{first} → {second}", ("value", first, second, "document"), rows)
        say(f"{len(rows)} values differ.")

    return policy


def _asked(*, required: bool) -> Callable[[Callable[..., None]], Callable[..., None]]:
    options = (
        click.option("--on", "day", type=DAY, required=required, help="the day that decides, 2026-11-24"),
        click.option("--place", default=NATION, show_default=True, help="division code of 6, 9 or 12 digits"),
        click.option("--topic", default="", help="only topics that begin so"),
    )

    def put(verb: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            verb = option(verb)
        return verb

    return put


def rows(version: Version) -> Iterator[tuple[str, str]]:
    """Yield (dotted name, value) of everything a version says."""
    yield from _walk(version.values, "")


def differences(one: Version, other: Version) -> Iterator[tuple[str, str, str, str]]:
    """Yield (dotted name, value in one, value in the other, document) of what differs; the document is the later's."""
    before, after = dict(rows(one)), dict(rows(other))
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            document = other.document(name) if name in after else one.document(name)
            yield name, before.get(name, "—"), after.get(name, "—"), document


def _walk(values: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _walk(value, f"{prefix}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping | list):
            yield from ((f"{prefix}{name}.{n}", _line(one)) for n, one in enumerate(value, 1))
        else:
            yield f"{prefix}{name}", ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _line(one: Mapping[str, Any] | Sequence[Any]) -> str:
    """Return one desk of a road, one step of a series: each on a line of its own."""
    if isinstance(one, Mapping):
        return ", ".join(f"{name} {value}" for name, value in one.items())
    return " ".join(map(str, one))


def _show(folder: Path, day: date, place: str, topic: str) -> None:
    found = Policy.load(folder).all_on(day, _place(place), topic)
    for version in found:
        said = [(name, value, version.document(name)) for name, value in rows(version)]
        show(_title(version), ("value", "is", "document"), said)
    if not found:
        raise stop(f"Nothing is in force on {day} at {place}.")


def _found(policy: Policy, asked: str, topic: str) -> Version:
    day, _, place = asked.partition("@")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        on = None
    try:
        return policy.named(asked) if on is None else policy.on(on, _place(place or NATION), topic)
    except NotFound as error:
        known = ", ".join(one.id for one in policy.versions if one.topic == topic)
        raise stop(f"{asked} is no version and no day with a rule of {topic}; known: {known}.") from error


def _place(place: str) -> str:
    if not is_division(place) or not in_a_province(place):
        raise stop(f"{place} is no division code (6, 9 or 12 digits) in a province we know.")
    return place


def _title(version: Version) -> str:
    ends = "open" if version.ends_on is None else version.ends_on.isoformat()
    source = f"{version.source.document} ({version.source.source}, {version.source.verified})"
    laid = f"  = {' + '.join(version.layers)}" if len(version.layers) > 1 else ""
    return f"{version.topic}  {version.id}  {version.division}  {version.starts_on} – {ends}  {source}{laid}"
