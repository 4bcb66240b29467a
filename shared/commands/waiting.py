"""Verbs about what waits for people: parked events and failed jobs; replayed by one, skipped by two."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import click
from pymongo.client_session import ClientSession

from shared.access import SYSTEM, Actor, Kind
from shared.commands.program import Program
from shared.commands.tables import say, show, stop
from shared.errors import Problem
from shared.events.parked import ParkedEvents, Stuck
from shared.frame import Frame
from shared.jobs.failed import FailedJobs
from shared.storage.mongo import WORK_DEADLINE, reading, transaction

HEAD = ("id", "consumer", "source", "stream", "seq", "type", "reason", "where", "tries", "since", "behind", "asked")


class Shelf(Protocol):
    """Parked events or failed jobs."""

    def replay(self, parked_id: str, /, *, by: Actor) -> None:
        """Let it be tried again."""

    def ask_skip(self, parked_id: str, /, *, by: Actor, reason: str) -> None:
        """Ask that it be left out."""

    def confirm_skip(self, parked_id: str, /, *, by: Actor) -> None:
        """Leave it out."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One sort of thing that waits: its verb's name and help, how it is listed, where it is acted on."""

    program: Program[Any, Any]
    name: str
    words: str
    rows: Callable[[Frame], list[Stuck]]
    shelf: Callable[[Frame, ClientSession], Shelf]

    def act(self, work: Callable[[Shelf], None]) -> None:
        """Do one thing in one transaction; a refusal ends the command with its slug."""
        with self.program.wired() as wiring:
            frame = wiring.frame
            try:
                transaction(frame.client, lambda session: work(self.shelf(frame, session)), deadline=WORK_DEADLINE)
            except Problem as problem:
                raise stop(f"{problem.slug}: {dict(problem.facts)}") from None


def commands(program: Program[Any, Any]) -> Iterator[click.Command]:
    """Yield the verbs of one service."""
    parked = "Events that wait: one failed, or an earlier one is missing."
    for kept in (
        Kept(program, "parked", parked, _parked, _events),
        Kept(program, "jobs", "Due work whose last attempt failed.", _jobs, _failed),
    ):
        group = click.Group(kept.name, help=kept.words)
        for verb in (_list(kept), _replay(kept), _skip(kept)):
            group.add_command(verb)
        yield group


def person_at_the_shell(name: str) -> Actor:
    """Return who acts from a command line: a name in the audit row, no post."""
    return Actor(f"shell:{name}", Kind.STAFF, name=name)


def _events(frame: Frame, session: ClientSession) -> Shelf:
    return ParkedEvents(frame.db, session)


def _failed(frame: Frame, session: ClientSession) -> Shelf:
    return FailedJobs(frame.db, session)


def _parked(frame: Frame) -> list[Stuck]:
    return reading(lambda: ParkedEvents(frame.db, None).list(SYSTEM))


def _jobs(frame: Frame) -> list[Stuck]:
    return reading(lambda: FailedJobs(frame.db, None).list())


def _row(one: Stuck) -> tuple[object, ...]:
    asked = f"skip: {one.skip_asked_by}" if one.skip_asked_by else "replay" if one.replay_asked else ""
    where = (one.consumer, one.source, one.stream, one.seq, one.type, one.reason, one.error)
    return (one.id, *where, one.attempts, f"{one.first_at:%Y-%m-%d %H:%M}", one.behind, asked)


_BY = click.option("--by", "who", required=True, help="your name, for the audit row")


def _list(kept: Kept) -> click.Command:
    @click.command("list")
    def listing() -> None:
        """Show what waits, oldest first."""
        with kept.program.wired() as wiring:
            show(f"{kept.program.name} {kept.name}", HEAD, [_row(one) for one in kept.rows(wiring.frame)])

    return listing


def _replay(kept: Kept) -> click.Command:
    @click.command("replay")
    @click.argument("one")
    @_BY
    def replay(one: str, who: str) -> None:
        """Let ONE be tried again."""
        kept.act(lambda it: it.replay(one, by=person_at_the_shell(who)))
        say(f"{one} is tried again within some seconds, if `work` runs")

    return replay


def _skip(kept: Kept) -> click.Command:
    @click.command("skip")
    @click.argument("one")
    @_BY
    @click.option("--reason", help="why it may be left out for ever; asks for it")
    @click.option("--confirm", is_flag=True, help="the second person's word; does it")
    def skip(one: str, who: str, reason: str | None, confirm: bool) -> None:
        """Leave ONE out for ever: asked by one person with a reason, confirmed by another."""
        if confirm == (reason is not None):
            raise stop("Say either --reason (you ask) or --confirm (you are the second person).")
        by = person_at_the_shell(who)
        if reason is not None:
            kept.act(lambda it: it.ask_skip(one, by=by, reason=reason))
            say(f"asked; another person confirms with: {kept.name} skip {one} --confirm --by NAME")
            return
        kept.act(lambda it: it.confirm_skip(one, by=by))
        say(f"{one} is left out")

    return skip
