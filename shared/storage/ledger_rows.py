"""A ledger and its rows as documents, and back; what may be personal is sealed by the store."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from shared.ledger.intake import Found, Intake, Mode, Signature, Source, State
from shared.ledger.row import Entry, Finding, Outcome, Row, Sum
from shared.storage import actors
from shared.storage.mongo import Document
from shared.storage.vault import ERASED
from shared.xlsx.hidden import ALL_SEEN, Unseen

GONE = Finding("", "ledger_row_gone", level="note")


def document_of(one: Intake, names: Document) -> Document:
    """Return a ledger as it is stored; `names` are its signers' names, sealed."""
    source = one.source
    return {
        "_id": one.id,
        "kind": source.kind,
        "scope": list(source.path),
        "county": source.path[-1],
        "division": source.division,
        "by": actors.document_of(source.by),
        "at": source.at,
        "sha256": source.sha256,
        "columns": {name: list(pair) for name, pair in source.columns.items()},
        "unseen": unseen_document(source.unseen),
        "signed": [{"by": signed.by, "post": signed.post, "at": signed.at} for signed in one.signatures],
        "signed_by": names,
        **_progress(one),
    }


def _progress(one: Intake) -> Document:
    return {
        "mode": one.mode.value,
        "state": one.state.value,
        "total": one.total,
        "done": one.done,
        "counts": one.counts,
        "totals": _sums(one.found.totals),
        "before": _sums(one.found.before),
        "digest": one.found.digest,
        "leave_out": one.leave_out,
        "after": _sums(one.after),
        "booked": _sums(one.booked),
        "finished_at": one.finished_at,
        "file_kept": one.file_kept,
        "version": one.version,
    }


def intake_of(row: Document, names: Mapping[str, str]) -> Intake:
    """Return the ledger of a document."""
    return Intake(
        id=row["_id"],
        source=_source(row),
        mode=Mode(row["mode"]),
        total=row["total"],
        state=State(row["state"]),
        done=row["done"],
        counts=row["counts"],
        found=Found(_sums_of(row["totals"]), _sums_of(row["before"]), row["digest"]),
        signatures=tuple(
            Signature(one["by"], names.get(f"signed_{n}", ""), one["post"], one["at"])
            for n, one in enumerate(row["signed"])
        ),
        leave_out=row["leave_out"],
        after=_sums_of(row["after"]),
        booked=_sums_of(row["booked"]),
        finished_at=row["finished_at"],
        file_kept=row["file_kept"],
        version=row["version"],
    )


def _source(row: Document) -> Source:
    return Source(
        kind=row["kind"],
        path=tuple(row["scope"]),
        division=row["division"],
        by=actors.actor_of(row["by"]),
        at=row["at"],
        sha256=row["sha256"],
        columns={name: (pair[0], pair[1]) for name, pair in row["columns"].items()},
        unseen=unseen_of(row),
    )


def unseen_document(unseen: Unseen) -> Document:
    """Return what a workbook does not show, as it is stored under `unseen`."""
    return {"fields": list(unseen.fields), "sheets": unseen.sheets}


def unseen_of(row: Document) -> Unseen:
    """Return what the workbook of a row does not show; one from before this was looked at has nothing."""
    said = row.get("unseen")
    return Unseen(tuple(said["fields"]), said["sheets"]) if said else ALL_SEEN


def line_of(ledger_id: str, row: Row, said: bytes) -> Document:
    """Return a row as it is stored; `said` is what it says, sealed."""
    return {
        "_id": f"{ledger_id}:{row.row}",
        "ledger_id": ledger_id,
        "row": row.row,
        "open": row.bookable,
        "verdict": row.verdict.value,
        "outcome": row.outcome.value,
        "resource_id": row.resource_id,
        "said": said,
    }


def said_of(row: Row) -> dict[str, Any]:
    """Return what is sealed of a row."""
    entry = row.entry
    findings = [[one.field, one.slug, dict(one.facts), one.suggestion, one.level] for one in row.findings]
    whole = None
    if entry is not None:
        facts, values = dict(entry.facts), dict(entry.values)
        whole = [entry.key, entry.group, entry.town, facts, entry.amount_fen, entry.person_id, values]
    return {"no": row.no, "name": row.name, "number": row.number, "findings": findings, "entry": whole}


def row_of(row: Document, said: str) -> Row:
    """Return the row of a document; when its key was destroyed only line and outcome are left."""
    outcome, resource = Outcome(row["outcome"]), row["resource_id"]
    if said == ERASED:
        return Row(row["row"], "", [GONE], None, outcome, resource)
    read = json.loads(said)
    entry = Entry(*read["entry"]) if read["entry"] else None
    findings = [Finding(*one) for one in read["findings"]]
    return Row(row["row"], read["no"], findings, entry, outcome, resource, read["name"], read["number"])


def _sums(sums: Iterable[Sum]) -> list[list[Any]]:
    return [[one.town, one.group, one.count, one.amount_fen] for one in sums]


def _sums_of(rows: Iterable[list[Any]]) -> tuple[Sum, ...]:
    return tuple(Sum(*one) for one in rows)
