"""In-memory ledgers, and a kind of ledger that counts beans; a contract test holds them to the real ones."""

import copy
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from shared.access import Actor, Rules, Scope, rule
from shared.clock import FixedClock
from shared.errors import NotFound, Refused, Stale
from shared.ledger.acts import Bring, Find, Reach, Sign
from shared.ledger.booking import Book, Check, LedgerUseCases
from shared.ledger.intake import Intake, Source
from shared.ledger.ports import Came, Kind
from shared.ledger.row import Claim, Entry, Finding, Row, Sum

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
RULES: Rules = {
    "bean_ledger.bring": rule("coordinator"),
    "bean_ledger.read": rule("coordinator", "training_reviewer"),
    "bean_ledger.sign": rule("coordinator"),
    "bean_ledger.countersign": rule("coordinator", "training_reviewer"),
}


@dataclass
class MemoryIntakes:
    """Ledgers in dicts, copied in and out as a database would."""

    rows_: dict[str, list[Row]] = field(default_factory=dict)
    ledgers: dict[str, Intake] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    claimed: dict[tuple[str, str], Claim] = field(default_factory=dict)

    def get(self, scope: Scope, ledger_id: str) -> Intake:
        found = self.ledgers.get(ledger_id)
        if found is None or not scope.holds([found.source.path[-1]]):
            raise NotFound("ledger_not_found")
        return copy.deepcopy(found)

    def listed(self, scope: Scope, kind: str, limit: int) -> list[Intake]:
        found = [one for one in self.ledgers.values() if one.source.kind == kind and scope.holds([one.source.path[-1]])]
        return [copy.deepcopy(one) for one in sorted(found, key=lambda one: one.id, reverse=True)[:limit]]

    def add(self, one: Intake, file: bytes) -> None:
        self.ledgers[one.id], self.files[one.id] = copy.deepcopy(one), file

    def save(self, one: Intake) -> None:
        if self.ledgers[one.id].version != one.version:
            raise Stale("changed_meanwhile")
        one.version += 1
        self.ledgers[one.id] = copy.deepcopy(one)

    def file(self, ledger_id: str) -> bytes | None:
        return self.files.get(ledger_id)

    def rows(self, ledger_id: str) -> list[Row]:
        return copy.deepcopy(self.rows_.get(ledger_id, []))

    def some(self, ledger_id: str, lines: Collection[int]) -> list[Row]:
        return [row for row in self.rows(ledger_id) if row.row in lines]

    def open_rows(self, ledger_id: str, limit: int) -> list[Row]:
        return [row for row in self.rows(ledger_id) if row.bookable][:limit]

    def put_rows(self, ledger_id: str, rows: Sequence[Row]) -> None:
        self.rows_[ledger_id] = copy.deepcopy(list(rows))

    def save_rows(self, ledger_id: str, rows: Sequence[Row]) -> None:
        fresh = {row.row: copy.deepcopy(row) for row in rows}
        self.rows_[ledger_id] = [fresh.get(row.row, row) for row in self.rows_[ledger_id]]
        if rows:
            self.ledgers[ledger_id].done += len(rows)
            self.ledgers[ledger_id].version += 1

    def forget_file(self, ledger_id: str) -> None:
        self.files.pop(ledger_id, None)
        self.ledgers[ledger_id].file_kept = False
        self.ledgers[ledger_id].version += 1

    def forget(self, ledger_id: str) -> None:
        self.forget_file(ledger_id)
        self.rows_.pop(ledger_id, None)

    def claims(self, kind: str, keys: Collection[str]) -> dict[str, Claim]:
        return {key: self.claimed[kind, key] for key in keys if (kind, key) in self.claimed}

    def claim(self, kind: str, claim: Claim) -> None:
        assert (kind, claim.key) not in self.claimed, "the row's id"
        self.claimed[kind, claim.key] = claim


@dataclass
class Beans(Kind):
    """A kind of ledger: every row is a heap of beans; heaps the system has made itself are `ours`."""

    heaps: dict[str, Entry] = field(default_factory=dict)
    ours: set[str] = field(default_factory=set)
    spoiled: set[str] = field(default_factory=set)

    def taken(self, keys: Collection[str]) -> Collection[str]:
        return self.ours & set(keys)

    def look(self, rows: Sequence[Row], source: Source) -> None:
        for row in rows:
            if row.entry and row.entry.group == "stone":
                row.findings.append(Finding("number", "bean_is_stone"))

    def present(self, path: Sequence[str]) -> Iterable[Sum]:
        return [Sum("t", "bean", len(self.heaps), sum(one.amount_fen for one in self.heaps.values()))]

    def book(self, entry: Entry, came: Came, source: Source) -> str:
        if entry.key in self.spoiled:
            raise Refused("bean_spoiled")
        assert entry.key not in self.heaps, "booked twice"
        self.heaps[entry.key] = entry
        return f"heap-{entry.key}"


@dataclass(frozen=True)
class BeanCounty:
    id: str
    path: Sequence[str]
    title: str = "通道"
    division: str | None = "431230"


class OneTree:
    """A tree in which the second unit of any path is its county."""

    def county_of(self, path: Sequence[str]) -> BeanCounty | None:
        return BeanCounty(path[1], tuple(path[:2])) if len(path) > 1 else None

    def names(self, unit_ids: Iterable[str]) -> Mapping[str, str]:
        return dict.fromkeys(unit_ids, "双江镇")


@dataclass
class Promises:
    """Due work and audit lines, as they were wanted."""

    due: list[tuple[str, str, datetime]] = field(default_factory=list)
    finished: list[object] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        self.due.append((kind, key, due_at))

    def done(self, job: object) -> None:
        self.finished.append(job)

    def note(self, by: Actor, act: str, ledger_id: str, facts: Mapping[str, Any]) -> None:
        self.notes.append((by.id, act))


@dataclass
class BeanWorld:
    """All use cases of ledgers over memory."""

    intakes: MemoryIntakes = field(default_factory=MemoryIntakes)
    beans: Beans = field(default_factory=Beans)
    promises: Promises = field(default_factory=Promises)

    @property
    def use(self) -> LedgerUseCases:
        reach, clock, promises = Reach(RULES), FixedClock(NOW), self.promises
        kinds = {"bean": self.beans}
        return LedgerUseCases(
            bring=Bring(reach, self.intakes, OneTree(), promises, promises, clock),
            sign=Sign(reach, self.intakes, promises, promises, clock),
            find=Find(reach, self.intakes, OneTree()),
            check=Check(self.intakes, kinds, promises),
            book=Book(self.intakes, kinds, promises, clock),
            kinds=tuple(kinds),
        )
