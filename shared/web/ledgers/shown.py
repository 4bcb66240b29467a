"""Ledgers as pages and JSON show them: totals side by side, rows with cells, words for slugs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.ledger.intake import Intake, State
from shared.ledger.row import Finding, Outcome, Row, Sum, Verdict
from shared.web.i18n import word

SHAPES = {Verdict.ACCEPT: "done", Verdict.WARN: "unknown", Verdict.ERROR: "not"}
STATES = {
    State.UPLOADED: "near",
    State.CHECKING: "hand",
    State.CHECKED: "near",
    State.SIGNED: "near",
    State.BOOKING: "hand",
    State.BOOKED: "done",
    State.DISCARDED: "none",
}
JOBS = {State.UPLOADED: "queued", State.CHECKING: "running", State.BOOKING: "running"}
FIRST = 200  # of the rows without a fault; the totals tell the rest


@dataclass(frozen=True, slots=True)
class Face:
    """How one kind of ledger looks: its address, the message ids of its words, who signs, whether it counts money.

    `fills` is said of a form that is handed out with what is known already; "" where none is.
    """

    service: str
    kind: str
    slug: str
    title: str
    what: str
    signers: tuple[str, str]
    money: bool
    group: Callable[[str], str]
    fills: str = ""

    @property
    def home(self) -> str:
        """Return the address of its list."""
        return f"/{self.service}/{self.slug}"

    @property
    def api(self) -> str:
        """Return the address of its JSON."""
        return f"/{self.service}/api/v1/{self.slug}"

    def address(self, ledger_id: str) -> str:
        """Return the page of one ledger."""
        return f"{self.home}/{ledger_id}"


def ledger_view(one: Intake, rows: Sequence[Row]) -> dict[str, Any]:
    """Return a ledger in the shape of LedgerView."""
    return {
        "state": JOBS.get(one.state, "done"),
        "stage": one.state.value,
        "done": one.done,
        "total": one.total,
        "digest": one.found.digest,
        "signed": len(one.signatures),
        "totals": one.found.totals,
        "before": one.found.before,
        "after": one.after,
        "hidden_columns": one.source.unseen.columns(one.source.columns),
        "hidden_sheets": one.source.unseen.sheets,
        "rows": [_row_view(row, one) for row in rows],
    }


def _row_view(row: Row, one: Intake) -> dict[str, Any]:
    return {
        "row": row.row,
        "no": row.no,
        "verdict": row.verdict.value,
        "outcome": row.outcome.value,
        "person_id": row.entry.person_id if row.entry else None,
        "problems": [problem_view(row.row, finding, one.source.columns) for finding in row.findings],
    }


def problem_view(line: int, one: Finding, columns: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """Return what is said of a row; the column is named as on the sheet that was uploaded."""
    letters, heading = columns.get(one.field, ("", ""))
    return {
        "cell": f"{letters}{line}" if letters else "",
        "column": heading,
        "slug": one.slug,
        "sentence": say(one),
        "suggestion": one.suggestion,
    }


def say(one: Finding) -> str:
    """Return the sentence for what was found; a suggestion is one of its facts."""
    facts = {**one.facts, "suggestion": one.suggestion} if one.suggestion else dict(one.facts)
    return word(f"errors.{one.slug}", **facts)


def row_shown(row: Row, one: Intake) -> dict[str, Any]:
    """Return a row for the page; the name stands on it while the sealed texts can be read."""
    return {
        "row": row.row,
        "no": row.no,
        "name": row.name,
        "key": row.number,
        "amount_fen": row.entry.amount_fen if row.entry else 0,
        "verdict": row.verdict,
        "shape": SHAPES[row.verdict],
        "outcome": row.outcome.value,
        "refused": row.outcome is Outcome.REFUSED,
        "problems": [problem_view(row.row, finding, one.source.columns) for finding in row.findings],
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One township and group: what the ledger says beside what the system had, and has after booking."""

    town: str
    group: str
    ledger: Sum
    before: Sum
    after: Sum | None

    @property
    def expected(self) -> Sum:
        """Return what the system should have afterwards."""
        count, amount = self.ledger.count + self.before.count, self.ledger.amount_fen + self.before.amount_fen
        return Sum(self.town, self.group, count, amount)

    @property
    def moved(self) -> int:
        """Return by how many the system moved besides; 0 until it was booked."""
        return self.after.count - self.expected.count if self.after else 0


def lines(one: Intake) -> list[Line]:
    """Return the totals of a ledger side by side, in the order of township and group; what was booked once it was."""
    booked = one.state is State.BOOKED
    ledger = _by_place(one.booked if booked else one.found.totals)
    before, after = _by_place(one.found.before), _by_place(one.after)
    places = sorted(set(ledger) | set(before) | set(after))
    return [
        Line(
            town,
            group,
            ledger.get((town, group), Sum(town, group, 0)),
            before.get((town, group), Sum(town, group, 0)),
            after.get((town, group), Sum(town, group, 0)) if booked else None,
        )
        for town, group in places
    ]


def whole(found: Sequence[Line]) -> Line:
    """Return the sum over all lines."""
    after = _sum(line.after for line in found if line.after) if any(line.after for line in found) else None
    return Line("", "", _sum(line.ledger for line in found), _sum(line.before for line in found), after)


def _by_place(sums: Iterable[Sum]) -> dict[tuple[str, str], Sum]:
    return {(one.town, one.group): one for one in sums}


def _sum(sums: Iterable[Sum]) -> Sum:
    found = list(sums)
    return Sum("", "", sum(one.count for one in found), sum(one.amount_fen for one in found))
