"""One row of a ledger: what was found, what it says, what became of it; and sums over rows."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What becomes of a row."""

    ACCEPT = "accept"
    WARN = "warn"
    ERROR = "error"


class Outcome(StrEnum):
    """How a row ended: booked now, there already, refused while booking; empty before that."""

    OPEN = ""
    BOOKED = "booked"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a row: the field, a slug with facts for its sentence; level error, warn or note."""

    field: str
    slug: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    suggestion: str | None = None
    level: str = "error"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says. `key` is its natural key; `facts` (ids, codes, days, fen) must not differ when it comes again.

    `group` and `town` (a unit id, empty where none is known) are what totals are counted by. `values` are the row's
    texts: they may be personal and are kept sealed. `person_id` is hers when she is registered already.
    """

    key: str
    group: str
    town: str
    facts: Mapping[str, Any]
    amount_fen: int = 0
    person_id: str | None = None
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict, repr=False)

    def same_as(self, other: "Entry") -> bool:
        """Tell whether two rows say the same; only the number tells who a new woman is."""
        mine, hers = (str(one.values.get("id_no", "")).replace(" ", "").upper() for one in (self, other))
        return dict(self.facts) == dict(other.facts) and mine == hers


@dataclass(slots=True)
class Row:
    """One line of the sheet; `entry` is None while something is wrong with it; name and number are as typed."""

    row: int
    no: str
    findings: list[Finding]
    entry: Entry | None = None
    outcome: Outcome = Outcome.OPEN
    resource_id: str = ""
    name: str = dataclasses.field(default="", repr=False)
    number: str = ""

    @property
    def verdict(self) -> Verdict:
        """Return the worst that was found."""
        levels = {one.level for one in self.findings}
        if "error" in levels or self.entry is None:
            return Verdict.ERROR
        return Verdict.WARN if "warn" in levels else Verdict.ACCEPT

    @property
    def bookable(self) -> bool:
        """Tell whether it is still to be booked."""
        return self.outcome is Outcome.OPEN and self.verdict is not Verdict.ERROR

    def already(self, finding: Finding) -> None:
        """Note that the same row is there: nothing is booked twice."""
        self.findings.append(finding)
        self.outcome = Outcome.ALREADY

    def booked(self, resource_id: str) -> None:
        """Note what it became."""
        self.outcome, self.resource_id = Outcome.BOOKED, resource_id

    def refused(self, findings: Iterable[Finding]) -> None:
        """Note why it could not be booked after all."""
        self.findings.extend(findings)
        self.outcome = Outcome.REFUSED


@dataclass(frozen=True, slots=True)
class Sum:
    """How many of one group in one township, and their amount in fen."""

    town: str
    group: str
    count: int
    amount_fen: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A natural key that a ledger has booked: what it says, and where it came first."""

    key: str
    facts: Mapping[str, Any]
    ledger_id: str
    row: int
    resource_id: str


def totals(entries: Iterable[Entry]) -> tuple[Sum, ...]:
    """Return the sums of entries by township and group, in a fixed order."""
    counts: Counter[tuple[str, str]] = Counter()
    amounts: Counter[tuple[str, str]] = Counter()
    for one in entries:
        counts[one.town, one.group] += 1
        amounts[one.town, one.group] += one.amount_fen
    return tuple(Sum(town, group, counts[town, group], amounts[town, group]) for town, group in sorted(counts))


def compare(rows: Iterable[Row], claims: Mapping[str, Claim], taken: Iterable[str]) -> None:
    """Compare rows with each other and with what is there: the same again is noted, a changed one is an error.

    `claims` are keys that earlier ledgers booked, `taken` keys the system gave out by itself.
    """
    first: dict[str, Row] = {}
    ours = frozenset(taken)
    for row in rows:
        if row.entry is None:
            continue
        before = first.setdefault(row.entry.key, row)
        if before is not row and before.entry is not None:
            _twice(row, before.entry.same_as(row.entry), before.row)
        elif (claim := claims.get(row.entry.key)) is not None:
            _again(row, row.entry, claim)
        elif row.entry.key in ours:
            row.findings.append(Finding("number", "ledger_key_ours", {"key": row.entry.key}))


def _twice(row: Row, same: bool, line: int) -> None:
    facts = {"row": line}
    if same:
        row.already(Finding("number", "ledger_row_twice", facts, level="note"))
    else:
        row.findings.append(Finding("number", "ledger_row_differs", facts))


def _again(row: Row, entry: Entry, claim: Claim) -> None:
    facts = {"key": claim.key, "row": claim.row}
    if dict(claim.facts) == dict(entry.facts):
        row.already(Finding("number", "ledger_row_booked", facts, level="note"))
        row.resource_id = claim.resource_id
    else:
        row.findings.append(Finding("number", "ledger_row_changed", facts))
