"""What a use case leaves beside its stores, in memory: numbers given, tries counted, deeds, promises."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.training.usecases.ports import Deed
from shared.access import Actor


@dataclass
class MemoryTries:
    """Counters with the end of their window."""

    rows: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def hit(self, name: str, within: timedelta, now: datetime) -> int:
        count, until = self.rows.get(name, (0, now))
        count, until = (1, now + within) if until <= now else (count + 1, until)
        self.rows[name] = (count, until)
        return count


@dataclass
class MemoryNumbers:
    """Counters in a dict."""

    last: dict[str, int] = field(default_factory=dict)

    def next(self, series: str) -> int:
        self.last[series] = self.last.get(series, 0) + 1
        return self.last[series]


@dataclass
class Noted:
    """Remembers guards touched, deeds kept, work promised and work finished."""

    touched: list[str] = field(default_factory=list)
    deeds: list[tuple[str, Deed]] = field(default_factory=list)
    promised: dict[tuple[str, str], datetime] = field(default_factory=dict)
    troubled: dict[tuple[str, str], str] = field(default_factory=dict)
    finished: list[Any] = field(default_factory=list)

    def touch(self, name: str) -> None:
        self.touched.append(name)

    def note(self, by: Actor, deed: Deed) -> None:
        self.deeds.append((by.id, deed))

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        self.promised[kind, key] = due_at

    def trouble(self, kind: str, key: str) -> str:
        return self.troubled.get((kind, key), "" if (kind, key) in self.promised else "gone")

    def done(self, job: object) -> None:
        self.finished.append(job)
