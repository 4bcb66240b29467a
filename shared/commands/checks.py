"""Verbs that look whether all is well: doctor says it in words, audit verify finds what was changed."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from shared import workdays
from shared.clock import Clock
from shared.commands.program import Program
from shared.commands.tables import say, show, stop
from shared.errands.peer import Peer
from shared.errors import Problem
from shared.events.health import counts
from shared.frame import Frame
from shared.policy import Policy
from shared.storage.audit_sealer import verify
from shared.storage.mongo import WORK_DEADLINE, reading

OLD = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    well: bool
    words: str


def commands(program: Program[Any, Any]) -> Iterator[click.Command]:
    """Yield the verbs of one service."""
    yield _doctor(program)
    yield _audit(program)


def _doctor(program: Program[Any, Any]) -> click.Command:
    @click.command("doctor")
    def doctor() -> None:
        """Look at everything this service stands on and say what is wrong; status 1 when anything is."""
        with program.wired() as wiring:
            found = list(examine(wiring.frame, program.policy))
        show(
            program.name, ("what", "", "words"), [(one.what, "ok" if one.well else "LOOK", one.words) for one in found]
        )
        if not all(one.well for one in found):
            raise stop("Something needs a look.")

    return doctor


def examine(frame: Frame, policy: Path | None) -> Iterator[Finding]:
    """Yield what was found, the database first."""
    database = _tried("database", lambda: _database(frame))
    yield database
    yield _tried("broker", lambda: _broker(frame))
    for name, peer in frame.peers.items():
        yield _tried(name, partial(_said, peer))
    if database.well:
        yield from _waiting(frame)
    yield _calendar()
    if policy is not None:
        yield _tried("policy", lambda: f"{len(Policy.load(policy).versions)} versions read")


def _tried(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except (Problem, OSError, ValueError, LookupError) as error:
        return Finding(what, False, f"{type(error).__name__}: {error}")


def _said(peer: Peer) -> str:
    return f"answers, has said {peer.get('/events/counts')['said']} events"


def _database(frame: Frame) -> str:
    frame.writable()
    return f"{frame.db.name} takes majority writes"


def _broker(frame: Frame) -> str:
    from shared.events import broker  # noqa: PLC0415  # Kafka clients only where they are used
    from shared.events.topics import PARTITIONS  # noqa: PLC0415

    try:
        ends = broker.ends(frame.settings.kafka_bootstrap, [frame.settings.topic])
    except broker.BrokerSilent as error:
        raise OSError(f"no broker answers at {frame.settings.kafka_bootstrap}") from error
    if len(ends) != PARTITIONS:
        raise LookupError(f"{frame.settings.topic} has {len(ends)} partitions, not {PARTITIONS}: run `topics`")
    return f"{frame.settings.topic} holds {sum(ends.values())} records"


def _waiting(frame: Frame) -> Iterator[Finding]:
    now = reading(lambda: counts(frame.db, frame.clock.now()))
    yield Finding("outbox", now.oldest_unsent < OLD, f"{now.unsent} wait to be sent, the oldest {now.oldest_unsent} s")
    stuck = now.parked_failed + now.poison
    yield Finding(
        "parked", stuck == 0, f"{now.parked_failed} failed, {now.parked_waiting} behind, {now.poison} unreadable"
    )
    well = now.jobs_failed == 0 and now.oldest_due_job < OLD
    yield Finding("jobs", well, f"{now.jobs_due} due, {now.jobs_failed} failed")
    yield Finding("audit", now.oldest_unsealed < OLD, f"{now.unsealed} rows wait for their seal")


def _calendar() -> Finding:
    last = workdays.known_until()
    left = (last - Clock().today()).days
    return Finding("working days", left > 0, f"known until {last}, then weekends only")


def _audit(program: Program[Any, Any]) -> click.Command:
    group = click.Group("audit", help="The audit chain.")

    @group.command("verify")
    def check() -> None:
        """Recompute every seal, and compare with the anchors kept beside the database."""
        with program.wired() as wiring:
            frame = wiring.frame
            key = (frame.settings.secrets_dir / "audit_key").read_bytes()
            fault = reading(lambda: verify(frame.db, key, _anchors(frame)), deadline=100 * WORK_DEADLINE)
        if fault is not None:
            raise stop(f"Row {fault.seq} of the audit chain is {fault.reason}.")
        say("every sealed audit row is as it was sealed")

    return group


def _anchors(frame: Frame) -> list[dict[str, Any]]:
    files = sorted((frame.settings.data_dir / "anchors").glob(f"{frame.db.name}-*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]
