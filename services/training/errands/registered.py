"""A row of a book in which only registered women stand: who she is, and everything that is wrong with it."""

from collections.abc import Callable, Iterable

from shared.ledger.reading import Typed
from shared.ledger.row import Entry, Finding, Row
from shared.ledger.women import Woman


def row_of(line: Typed, woman: Woman, more: Iterable[Finding], entry: Callable[[str], Entry]) -> Row:
    """Return the row; `entry` makes what is booked from her id once nothing is wrong with the line."""
    known = woman.person_id is not None
    findings = [*line.findings, *(one for one in woman.findings if known or one.field in ("id_no", "name")), *more]
    if line.values is not None and not known and not _wrong(findings):
        findings.append(Finding("id_no", "register_her_first"))
    if line.values is None or woman.person_id is None or _wrong(findings):
        return Row(line.row, line.no, findings, None)
    return Row(line.row, line.no, findings, entry(woman.person_id))


def _wrong(findings: Iterable[Finding]) -> bool:
    return any(one.level == "error" for one in findings)
