"""Ledgers in MongoDB: the ledger, its file and its rows, both sealed under a key of its own, and the keys it booked."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.access import Actor, Rules, Scope
from shared.errors import NotFound, Stale
from shared.frame import Frame
from shared.jobs.job import Job, Jobs
from shared.ledger.acts import Bring, Find, Reach, Sign
from shared.ledger.booking import Book, Check, LedgerUseCases
from shared.ledger.intake import Intake
from shared.ledger.ports import Kind, Places
from shared.ledger.row import Claim, Row
from shared.storage.audit import Audit, Entry
from shared.storage.ledger_rows import document_of, intake_of, line_of, row_of, said_of
from shared.storage.mongo import Document
from shared.storage.vault import Vault

FILE, ROWS, NAMES = "ledger_files", "ledger_rows", "ledgers"
COLLECTIONS = ("ledgers", FILE, ROWS, "ledger_claims")


def indexes(db: Database[Document]) -> None:
    """Create collections and indexes; harmless when they are there."""
    for name in set(COLLECTIONS) - set(db.list_collection_names()):
        db.create_collection(name)
    db.ledgers.create_index([("kind", ASCENDING), ("county", ASCENDING), ("_id", DESCENDING)], name="of_county")
    db.ledger_rows.create_index([("ledger_id", ASCENDING), ("row", ASCENDING)], unique=True, name="in_order")
    waiting = [("ledger_id", ASCENDING), ("open", ASCENDING), ("row", ASCENDING)]
    db.ledger_rows.create_index(waiting, name="open")


class MongoIntakes:
    """Collections `ledgers`, `ledger_files`, `ledger_rows`, `ledger_claims`; keyed by the ledger."""

    def __init__(self, db: Database[Document], session: ClientSession | None, vault: Vault) -> None:
        self.ledgers, self.files, self.lines, self.claimed = db.ledgers, db[FILE], db[ROWS], db.ledger_claims
        self.session = session
        self.vault = vault

    def get(self, scope: Scope, ledger_id: str) -> Intake:
        """Return one inside the scope; raises NotFound("ledger_not_found")."""
        row = self.ledgers.find_one({"_id": {"$eq": ledger_id}, **_inside(scope)}, session=self.session)
        if row is None:
            raise NotFound("ledger_not_found")
        return self._intake(row)

    def listed(self, scope: Scope, kind: str, limit: int) -> list[Intake]:
        """Return the newest of a kind."""
        found = self.ledgers.find({"kind": {"$eq": kind}, **_inside(scope)}, session=self.session)
        return [self._intake(row) for row in found.sort("_id", DESCENDING).limit(limit)]

    def add(self, one: Intake, file: bytes) -> None:
        """Store a new one; its file is sealed under a key of its own."""
        sealed = self.vault.seal(self.session, one.id, FILE, {"file": file})
        self.files.insert_one({"_id": one.id, **sealed}, session=self.session)
        self.ledgers.insert_one(document_of(one, {}), session=self.session)

    def save(self, one: Intake) -> None:
        """Store a changed one; raises Stale."""
        seen = {"_id": one.id, "version": one.version}
        one.version += 1
        names = {f"signed_{n}": signature.name for n, signature in enumerate(one.signatures)}
        sealed = self.vault.seal(self.session, one.id, NAMES, names) if names else {}
        if not self.ledgers.replace_one(seen, document_of(one, sealed), session=self.session).matched_count:
            raise Stale("changed_meanwhile")

    def file(self, ledger_id: str) -> bytes | None:
        """Return the file as it was uploaded, None when it is no longer kept."""
        row = self.files.find_one({"_id": {"$eq": ledger_id}}, session=self.session)
        return self.vault.open_bytes(ledger_id, FILE, "file", row["file"]) if row else None

    def rows(self, ledger_id: str) -> list[Row]:
        """Return its rows in the order of the sheet."""
        return self._found({"ledger_id": {"$eq": ledger_id}}, 0)

    def some(self, ledger_id: str, lines: Collection[int]) -> list[Row]:
        """Return some of its rows in the order of the sheet."""
        return self._found({"ledger_id": {"$eq": ledger_id}, "row": {"$in": list(lines)}}, 0)

    def open_rows(self, ledger_id: str, limit: int) -> list[Row]:
        """Return the first rows that are still to be booked."""
        return self._found({"ledger_id": {"$eq": ledger_id}, "open": True}, limit)

    def put_rows(self, ledger_id: str, rows: Sequence[Row]) -> None:
        """Store all rows in place of earlier ones; what they say is sealed."""
        self.lines.delete_many({"ledger_id": {"$eq": ledger_id}}, session=self.session)
        if rows:
            self.lines.insert_many(self._sealed(ledger_id, rows), session=self.session)

    def save_rows(self, ledger_id: str, rows: Sequence[Row]) -> None:
        """Store rows that have ended, and move the progress by as many."""
        if not rows:
            return
        writes = [ReplaceOne({"_id": one["_id"]}, one) for one in self._sealed(ledger_id, rows)]
        self.lines.bulk_write(writes, session=self.session)
        step = {"$inc": {"done": len(rows), "version": 1}}
        self.ledgers.update_one({"_id": ledger_id}, step, session=self.session)

    def forget_file(self, ledger_id: str) -> None:
        """Delete the file."""
        self.files.delete_one({"_id": ledger_id}, session=self.session)
        gone = {"$set": {"file_kept": False}, "$inc": {"version": 1}}
        self.ledgers.update_one({"_id": ledger_id}, gone, session=self.session)

    def forget(self, ledger_id: str) -> None:
        """Destroy its key: file, rows and names of signers cannot be read again."""
        if self.session is None:
            raise RuntimeError("a key is destroyed inside a transaction")
        self.forget_file(ledger_id)
        self.vault.destroy(self.session, ledger_id)

    def claims(self, kind: str, keys: Collection[str]) -> dict[str, Claim]:
        """Return which of the keys were booked before."""
        ids = [f"{kind}:{key}" for key in keys]
        found = self.claimed.find({"_id": {"$in": ids}}, session=self.session)
        claims = (Claim(row["key"], row["facts"], row["ledger_id"], row["row"], row["resource_id"]) for row in found)
        return {one.key: one for one in claims}

    def claim(self, kind: str, claim: Claim) -> None:
        """Note a key as booked; two transactions with one key never both commit (it is the row's id)."""
        row = {
            "_id": f"{kind}:{claim.key}",
            "kind": kind,
            "key": claim.key,
            "facts": dict(claim.facts),
            "ledger_id": claim.ledger_id,
            "row": claim.row,
            "resource_id": claim.resource_id,
        }
        self.claimed.insert_one(row, session=self.session)

    def _intake(self, row: Document) -> Intake:
        names = self.vault.open(row["_id"], NAMES, row["signed_by"], self.session) if row["signed_by"] else {}
        return intake_of(row, names)

    def _found(self, wanted: Document, limit: int) -> list[Row]:
        found = list(self.lines.find(wanted, session=self.session).sort("row", ASCENDING).limit(limit))
        if not found:
            return []
        ledger_id = found[0]["ledger_id"]
        sealed = {f"said_{row['row']}": row["said"] for row in found}
        said = self.vault.open(ledger_id, ROWS, sealed, self.session)
        return [row_of(row, said[f"said_{row['row']}"]) for row in found]

    def _sealed(self, ledger_id: str, rows: Sequence[Row]) -> list[Document]:
        texts = {f"said_{row.row}": json.dumps(said_of(row), ensure_ascii=False, default=str) for row in rows}
        said = self.vault.seal(self.session, ledger_id, ROWS, texts)
        return [line_of(ledger_id, row, said[f"said_{row.row}"]) for row in rows]


def _inside(scope: Scope) -> Document:
    return {} if scope.units is None else {"county": {"$in": sorted(scope.units)}}


class LedgerNotes:
    """The audit of ledgers, bound to one transaction."""

    def __init__(self, audit: Audit, session: ClientSession | None) -> None:
        self.audit, self.session = audit, session

    def note(self, by: Actor, act: str, ledger_id: str, facts: Mapping[str, Any]) -> None:
        """Keep an act of staff; when it cannot be kept it does not happen."""
        self.audit.record(self.session, Entry(act, by, resource="ledger", resource_id=ledger_id, facts=facts))


class LedgerDue:
    """Jobs of ledgers, bound to one transaction."""

    def __init__(self, jobs: Jobs, session: ClientSession | None) -> None:
        self.jobs, self.session = jobs, session

    def add(self, kind: str, key: str, due_at: datetime) -> None:
        """Promise that it runs then; adding it again moves it."""
        self.jobs.add(self.session, kind, key, due_at)

    def done(self, job: object) -> None:
        """Finish the job whose work this transaction does; raises TypeError for anything that is no job."""
        if self.session is None or not isinstance(job, Job):
            raise TypeError("a job is finished inside the transaction that did its work")
        self.jobs.done(self.session, job)


def use_cases(
    frame: Frame, session: ClientSession | None, rules: Rules, kinds: Mapping[str, Kind], places: Places
) -> LedgerUseCases:
    """Return what a service can do with its kinds of ledgers, bound to one transaction."""
    reach, clock = Reach(rules), frame.clock
    intakes = MongoIntakes(frame.db, session, frame.vault)
    due, notes = LedgerDue(Jobs(frame.db), session), LedgerNotes(frame.audit, session)
    return LedgerUseCases(
        bring=Bring(reach, intakes, places, due, notes, clock),
        sign=Sign(reach, intakes, due, notes, clock),
        find=Find(reach, intakes, places),
        check=Check(intakes, kinds, due),
        book=Book(intakes, kinds, due, clock),
        kinds=tuple(kinds),
    )
