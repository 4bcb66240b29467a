"""Imports in MongoDB: the roster, its file and what was said of its rows, both sealed under a key of its own."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.roster import (
    Finding,
    FoundPlace,
    Mode,
    Roster,
    Row,
    Source,
    State,
    Verdict,
)
from services.training.storage.scoped import inside
from shared.access import Scope
from shared.errors import NotFound, Stale
from shared.storage.actors import actor_of, document_of
from shared.storage.ledger_rows import unseen_document, unseen_of
from shared.storage.mongo import Document
from shared.storage.vault import ERASED, Vault

FILE = "roster_files"
ROWS = "roster_rows"


class MongoRosters:
    """Collections `rosters`, `roster_files`, `roster_rows`; the vault's key carries the roster's id."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault) -> None:
        self.rosters, self.files, self.lines = db.rosters, db[FILE], db[ROWS]
        self.session = session
        self.vault = vault

    def get(self, scope: Scope, roster_id: str) -> Roster:
        """Return one inside the scope; raises NotFound("roster_not_found")."""
        row = self.rosters.find_one({"_id": {"$eq": roster_id}, **inside(scope)}, session=self.session)
        if row is None:
            raise NotFound("roster_not_found")
        return _roster(row)

    def recent(self, scope: Scope, limit: int) -> list[Roster]:
        """Return the newest."""
        found = self.rosters.find(inside(scope), session=self.session).sort("_id", DESCENDING).limit(limit)
        return [_roster(row) for row in found]

    def of_class(self, class_id: str) -> list[Roster]:
        """Return those of a class, newest first."""
        found = self.rosters.find({"class_id": {"$eq": class_id}}, session=self.session).sort("_id", DESCENDING)
        return [_roster(row) for row in found.limit(20)]

    def add(self, one: Roster, file: bytes) -> None:
        """Store a new one; its file is sealed under the roster's own key."""
        self.rosters.insert_one(_document(one), session=self.session)
        sealed = self.vault.seal(self.session, one.id, FILE, {"file": file})
        self.files.insert_one({"_id": one.id, **sealed}, session=self.session)

    def save(self, one: Roster) -> None:
        """Store a changed one; raises Stale."""
        seen = {"_id": one.id, "version": one.version}
        one.version += 1
        if not self.rosters.replace_one(seen, _document(one), session=self.session).matched_count:
            raise Stale("changed_meanwhile")

    def file(self, roster_id: str) -> bytes | None:
        """Return the file as it was uploaded, None when it is no longer kept."""
        row = self.files.find_one({"_id": {"$eq": roster_id}}, session=self.session)
        return self.vault.open_bytes(roster_id, FILE, "file", row["file"]) if row else None

    def rows(self, roster_id: str) -> list[Row]:
        """Return its rows in the order of the sheet."""
        found = self.lines.find({"roster_id": {"$eq": roster_id}}, session=self.session)
        return self._read(roster_id, list(found.sort("row", ASCENDING)))

    def row(self, roster_id: str, line: int) -> Row:
        """Return one row; raises NotFound("roster_not_found")."""
        found = self.lines.find_one({"_id": f"{roster_id}:{line}"}, session=self.session)
        if found is None:
            raise NotFound("roster_not_found")
        return self._read(roster_id, [found])[0]

    def put_rows(self, roster_id: str, rows: Sequence[Row]) -> None:
        """Store verdicts of all rows in place of earlier ones; what they say is sealed."""
        self.lines.delete_many({"roster_id": {"$eq": roster_id}}, session=self.session)
        said = self.vault.seal(self.session, roster_id, ROWS, {f"said_{row.row}": _said(row) for row in rows})
        if rows:
            documents = [_line(roster_id, row, said[f"said_{row.row}"]) for row in rows]
            self.lines.insert_many(documents, session=self.session)

    def save_row(self, roster_id: str, row: Row, *, step: int) -> None:
        """Store one row and move the progress by `step`."""
        name = f"said_{row.row}"
        said = self.vault.seal(self.session, roster_id, ROWS, {name: _said(row)})
        self.lines.replace_one(
            {"_id": f"{roster_id}:{row.row}"}, _line(roster_id, row, said[name]), session=self.session
        )
        self.rosters.update_one({"_id": roster_id}, {"$inc": {"done": step, "version": 1}}, session=self.session)

    def forget_file(self, roster_id: str) -> None:
        """Delete the file."""
        self.files.delete_one({"_id": roster_id}, session=self.session)
        self.rosters.update_one(
            {"_id": roster_id}, {"$set": {"file_kept": False}, "$inc": {"version": 1}}, session=self.session
        )

    def forget(self, roster_id: str) -> None:
        """Destroy its key: the file and what was said of its rows cannot be read again."""
        if self.session is None:
            raise RuntimeError("a key is destroyed inside a transaction")
        self.forget_file(roster_id)
        self.vault.destroy(self.session, roster_id)

    def _read(self, roster_id: str, found: list[Document]) -> list[Row]:
        if not found:
            return []
        sealed = {f"said_{row['row']}": row["said"] for row in found}
        said = self.vault.open(roster_id, ROWS, sealed, self.session)
        return [_row(row, said[f"said_{row['row']}"]) for row in found]


def _said(row: Row) -> str:
    said = [[one.field, one.slug, dict(one.facts), one.suggestion, one.level] for one in row.findings]
    return json.dumps(said, ensure_ascii=False, default=str)


def _line(roster_id: str, row: Row, said: bytes) -> Document:
    return {
        "_id": f"{roster_id}:{row.row}",
        "roster_id": roster_id,
        "row": row.row,
        "no": row.no,
        "verdict": row.verdict.value,
        "said": said,
        "place": {"unit": row.place.unit, "exact": row.place.exact} if row.place else None,
        "person_id": row.person_id,
        "outcome": row.outcome,
        "settled": row.settled,
    }


def _row(row: Document, said: str) -> Row:
    findings = [] if said == ERASED else [Finding(*one) for one in json.loads(said)]
    place = FoundPlace(**row["place"]) if row["place"] else None
    verdict = Verdict(row["verdict"])
    return Row(row["row"], row["no"], verdict, findings, place, row["person_id"], row["outcome"], row["settled"])


def _document(one: Roster) -> Document:
    source = one.source
    return {
        "_id": one.id,
        "class_id": source.class_id,
        "scope": list(source.path),
        "by": document_of(source.by),
        "at": source.at,
        "as_of_on": source.as_of.isoformat(),
        "columns": {name: list(pair) for name, pair in source.columns.items()},
        "unseen": unseen_document(source.unseen),
        "mode": one.mode.value,
        "state": one.state.value,
        "total": one.total,
        "done": one.done,
        "judged": one.judged,
        "ticked": list(one.ticked),
        "counts": one.counts,
        "finished_at": one.finished_at,
        "file_kept": one.file_kept,
        "version": one.version,
    }


def _roster(row: dict[str, Any]) -> Roster:
    columns = {name: (pair[0], pair[1]) for name, pair in row["columns"].items()}
    as_of = date.fromisoformat(row["as_of_on"])
    by, unseen = actor_of(row["by"]), unseen_of(row)
    source = Source(row["class_id"], tuple(row["scope"]), by, row["at"], as_of, columns, unseen)
    return Roster(
        id=row["_id"],
        source=source,
        mode=Mode(row["mode"]),
        total=row["total"],
        state=State(row["state"]),
        done=row["done"],
        judged=row["judged"],
        ticked=tuple(row["ticked"]),
        counts=row["counts"],
        finished_at=row["finished_at"],
        file_kept=row["file_kept"],
        version=row["version"],
    )
