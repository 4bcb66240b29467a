"""A roster brought in as a workbook: what is found row by row, how far the import is, what came of it."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from shared.access import Actor
from shared.errors import Refused
from shared.machine import move
from shared.xlsx.hidden import ALL_SEEN, Unseen


class Mode(StrEnum):
    """Look only; bring in the good rows; bring in all or nothing."""

    PREVIEW = "preview"
    PARTIAL = "partial"
    ALL = "all"


class State(StrEnum):
    """Where an import stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"


class Action(StrEnum):
    """What may happen to an import."""

    START = "start"
    FINISH = "finish"
    PROCEED = "proceed"


MOVES: Mapping[tuple[State, Action], State] = {
    (State.QUEUED, Action.START): State.RUNNING,
    (State.RUNNING, Action.START): State.RUNNING,
    (State.RUNNING, Action.FINISH): State.DONE,
    (State.DONE, Action.PROCEED): State.QUEUED,
}


class Verdict(StrEnum):
    """What becomes of a row."""

    ACCEPT = "accept"
    WARN = "warn"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a row: the field, a slug with facts for its sentence; level error, warn or note."""

    field: str
    slug: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    suggestion: str | None = None
    level: str = "error"


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """The unit a row's place was matched with; not `exact` = only suggested, used when somebody ticks it."""

    unit: str
    exact: bool


@dataclass(slots=True)
class Row:
    """One line of the sheet. `outcome`: enrolled, waitlisted, already, or empty; `settled` = nothing more to do."""

    row: int
    no: str
    verdict: Verdict
    findings: list[Finding]
    place: FoundPlace | None = None
    person_id: str | None = None
    outcome: str = ""
    settled: bool = False

    def refuse(self, finding: Finding) -> None:
        """Note that it cannot come in after all."""
        self.findings.append(finding)
        self.verdict, self.settled = Verdict.ERROR, True

    def note(self, slugs: Iterable[str], name: str = "") -> None:
        """Add warnings that do not keep it out."""
        fresh = [slug for slug in dict.fromkeys(slugs) if slug not in {one.slug for one in self.findings}]
        self.findings.extend(Finding(name, slug, level="warn") for slug in fresh)
        if fresh and self.verdict is Verdict.ACCEPT:
            self.verdict = Verdict.WARN


@dataclass(frozen=True, slots=True)
class Source:
    """Where a roster came from: class, units, who, when; `as_of` is the day its ages are counted on.

    `columns` tells for each field its column letters and its heading on that sheet.
    """

    class_id: str
    path: tuple[str, ...]
    by: Actor
    at: datetime
    as_of: date
    columns: Mapping[str, tuple[str, str]]
    unseen: Unseen = ALL_SEEN


@dataclass(slots=True)
class Roster:
    """One import. `judged` = every row has its verdict; `done` of `total` rows need nothing more."""

    id: str
    source: Source
    mode: Mode
    total: int
    state: State = State.QUEUED
    done: int = 0
    judged: bool = False
    ticked: tuple[int, ...] = ()
    counts: dict[str, int] = dataclasses.field(default_factory=dict)
    finished_at: datetime | None = None
    file_kept: bool = True
    version: int = 0

    def start(self) -> None:
        """Begin, or begin again where an earlier run was cut off."""
        self.state = move(MOVES, self.state, Action.START)

    def proceed(self, mode: Mode, ticked: Iterable[int]) -> None:
        """Bring in what was only looked at; raises Refused("roster_was_imported") and Refused("file_gone")."""
        if self.mode is not Mode.PREVIEW or mode is Mode.PREVIEW:
            raise Refused("roster_was_imported")
        if not self.file_kept:
            raise Refused("file_gone")
        self.state = move(MOVES, self.state, Action.PROCEED)
        self.mode, self.ticked, self.judged, self.done = mode, tuple(ticked), False, 0

    def finish(self, rows: Iterable[Row], now: datetime) -> None:
        """End, with how many rows came to what."""
        self.state, self.finished_at, self.done = move(MOVES, self.state, Action.FINISH), now, self.total
        self.counts = {}
        for row in rows:
            for word in (row.verdict.value, row.outcome):
                if word:
                    self.counts[word] = self.counts.get(word, 0) + 1
