"""Verbs about events as a whole: reconcile (nothing lost, nothing twice), republish, rebuild, asyncapi."""

import time
from collections.abc import Iterator
from typing import Any

import click

from shared.commands.program import Program
from shared.commands.tables import say, show, stop
from shared.errors import Problem
from shared.events.health import Counts, Heard, counts, reconcile
from shared.frame import Frame
from shared.storage.mongo import reading


def commands(program: Program[Any, Any]) -> Iterator[click.Command]:
    """Yield the verbs of one service."""
    yield _reconcile(program)
    yield _republish(program)
    yield _rebuild(program)


def all_counts(frame: Frame) -> dict[str, Counts]:
    """Return this service's counts and, asked over HTTP, those of the others that answer."""
    own = frame.settings.service
    found = {own: reading(lambda: counts(frame.db, frame.clock.now()))}
    for name, peer in frame.peers.items():
        try:
            found[name] = Counts.from_json(peer.get("/events/counts"))
        except Problem:
            continue
    return found


def pairs(found: dict[str, Counts], own: Program[Any, Any]) -> list[tuple[str, str, int, int, bool]]:
    """Return (who said, who hears, said, heard, equal) for every listener of every source among the counts.

    This service hears its own topics, whether anything has come yet or not; the others what they have recorded.
    """
    mine = {(own.name, own.name, f"/{topic.removesuffix('.events')}") for topic in own.topics}
    theirs = {
        (service, consumer, source)
        for service, counted in found.items()
        for consumer, sources in counted.heard.items()
        for source in sources
    }
    known = sorted(row for row in mine | theirs if row[2].removeprefix("/") in found)
    return [_compared(found, *row) for row in known]


def _compared(found: dict[str, Counts], service: str, consumer: str, source: str) -> tuple[str, str, int, int, bool]:
    producer, listener = found[source.removeprefix("/")], found[service]
    heard = listener.heard.get(consumer, {}).get(source, Heard())
    equal = reconcile(source, consumer, producer, listener) is None
    return source, f"{service}: {consumer}", producer.said, heard.positions + heard.parked, equal


def _reconcile(program: Program[Any, Any]) -> click.Command:
    @click.command("reconcile")
    @click.option("--wait", default=0, help="seconds to wait until the sums are equal")
    def reconcile_all(wait: int) -> None:
        """Compare what each service has said with what the others have heard; status 1 while they differ."""
        until = time.monotonic() + wait
        with program.wired() as wiring:
            found = all_counts(wiring.frame)
            while not all(row[-1] for row in pairs(found, program)) and time.monotonic() < until:
                time.sleep(0.5)
                found = all_counts(wiring.frame)
        head = ("source", "listener", "said", "heard", "equal")
        show("events", head, [(*row[:-1], "yes" if row[-1] else "NO") for row in pairs(found, program)])
        absent = sorted({program.name, *wiring.frame.peers} - set(found))
        for name in absent:
            say(f"{name} does not answer; its side of the books is missing")
        if absent or not all(row[-1] for row in pairs(found, program)):
            raise stop("The books are not equal (yet).")

    return reconcile_all


def _republish(program: Program[Any, Any]) -> click.Command:
    @click.command("republish")
    @click.option("--stream", help="only this stream; without it, everything this service has ever said")
    @click.option("--yes", is_flag=True, help="needed without --stream")
    def republish(stream: str | None, yes: bool) -> None:
        """Send what was said before once more, same ids and numbers: whoever has it drops it."""
        if stream is None and not yes:
            raise stop("This sends the whole archive again. Say --yes, or name one --stream.")
        with program.wired() as wiring:
            count = wiring.frame.outbox.republish(stream)
        say(f"{count} events go out again with their old numbers")

    return republish


def _rebuild(program: Program[Any, Any]) -> click.Command:
    @click.command("rebuild")
    @click.argument("view")
    def rebuild(view: str) -> None:
        """Fold a read model anew beside the live one and switch over when it has heard everything."""
        with program.wired() as wiring:
            known = program.rebuilds(wiring)
            if view not in known:
                raise stop(f"{program.name} has no view {view!r}; it has: {', '.join(sorted(known)) or 'none'}")
            began = time.monotonic()
            result = known[view]()
        say(f"{view} is rebuilt in {time.monotonic() - began:.1f} s{'' if result is None else f': {result}'}")

    return rebuild
