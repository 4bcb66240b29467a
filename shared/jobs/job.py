"""A job and its collection: what is due, who is at it, how often it was tried."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.clock import Clock
from shared.errors import Stale
from shared.events.outbox import collections
from shared.ids import new_id
from shared.storage.mongo import Document
from shared.trace import Trace, begin, current

ATTEMPTS = 8
LEASE = 10.0
LONGEST_REST = 600.0
# Whoever plays past days (simulator/) runs its own promises on its own days: while this is set, jobs are added under
# its name and only its own are taken; the loops of `work`, where it is not set, leave them alone.
HELD_FOR: ContextVar[str | None] = ContextVar("held_for", default=None)
NEVER = datetime.fromisoformat("1970-01-01T00:00:00Z")


@dataclass(frozen=True, slots=True)
class Job:
    """One promise, named by (kind, key). `attempts` counts this one too, `asked` how often it was added."""

    id: str
    kind: str
    key: str
    due_at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)
    attempts: int = 0
    asked: int = 1
    fence: int = 0
    trace: Trace = field(default_factory=begin)


class Jobs:
    """The collection `jobs` of one service, unique by (kind, key)."""

    def __init__(self, db: Database[Document]) -> None:
        self.rows = db.jobs

    def add(
        self,
        session: ClientSession | None,
        kind: str,
        key: str,
        due_at: datetime,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        """Promise that (kind, key) runs at `due_at` or soon after; adding it again moves it and renews the payload.

        Added while it runs, it runs once more: its runner finds `asked` changed and leaves the row.
        """
        now: Document = {"due_at": due_at, "payload": dict(payload or {}), "state": "due", "attempts": 0, "error": ""}
        now |= {"away": False, "trace": [current().traceparent, current().correlation_id]}
        fresh = {"_id": new_id(), "owner": None, "until": NEVER, "fence": 0, "first_at": Clock.real_now()}
        fresh |= {"held": HELD_FOR.get()} if HELD_FOR.get() else {}
        change = {"$set": now, "$inc": {"asked": 1}, "$setOnInsert": fresh}
        self.rows.update_one({"kind": kind, "key": key}, change, upsert=True, session=session)

    def cancel(self, session: ClientSession | None, kind: str, key: str) -> bool:
        """Take the promise back, return whether there was one; a run in progress finds it gone and undoes its work."""
        return self.rows.delete_one({"kind": kind, "key": key}, session=session).deleted_count > 0

    def done(self, session: ClientSession, job: Job) -> None:
        """Finish the job in the transaction that did its work.

        Raises RuntimeError outside a transaction, and Stale when the lease went to somebody else or the job was taken
        back meanwhile: the transaction must not commit then, or the work would be done twice.
        """
        if not session.in_transaction:
            raise RuntimeError("a job is finished inside the transaction that did its work")
        mine = {"_id": job.id, "fence": job.fence}
        if self.rows.delete_one({**mine, "asked": job.asked}, session=session).deleted_count:
            return
        again = {"$set": {"until": NEVER, "owner": None}}
        if not self.rows.update_one(mine, again, session=session).matched_count:
            raise Stale("job_taken_over")

    def take(self, owner: str, now: datetime, lease: float = LEASE) -> Job | None:
        """Take the job longest due at `now` (the business clock) for `lease` seconds of server time."""
        free = {"$expr": {"$lte": ["$until", "$$NOW"]}}
        row: Document | None = self.rows.find_one_and_update(
            {"state": "due", "due_at": {"$lte": now}, "held": HELD_FOR.get(), **free},
            [
                {
                    "$set": {
                        "owner": owner,
                        "until": {"$add": ["$$NOW", int(lease * 1000)]},
                        "attempts": {"$add": ["$attempts", 1]},
                        "fence": {"$add": ["$fence", 1]},
                    }
                }
            ],
            sort=[("due_at", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )
        return None if row is None else job_of(row)

    def renew(self, job: Job, lease: float = LEASE) -> bool:
        """Keep the lease for another `lease` seconds; False when it is lost."""
        later = [{"$set": {"until": {"$add": ["$$NOW", int(lease * 1000)]}}}]
        return self.rows.update_one({"_id": job.id, "fence": job.fence}, later).matched_count > 0

    def put_back(self, job: Job, error: str, *, last: bool, away: bool = False) -> None:
        """Note a failed attempt: due again after a growing rest, or marked failed after the last one.

        `away` = not its own fault, a server it needs did not answer.
        """
        rest = min(LONGEST_REST, 2.0 ** min(job.attempts, 10))
        state: Document = {"state": "failed", "failed_at": "$$NOW"} if last else {}
        change = {"until": {"$add": ["$$NOW", int(rest * 1000)]}, "owner": None, "error": error, "away": away, **state}
        self.rows.update_one({"_id": job.id, "fence": job.fence, "asked": job.asked}, [{"$set": change}])

    def trouble(self, session: ClientSession | None, kind: str, key: str) -> str:
        """Return what keeps (kind, key) from being done: "failed" for good, "away" while a server it needs is waited
        for, "gone" when there is no such promise, "" when nothing does.
        """
        row = self.rows.find_one({"kind": kind, "key": key}, session=session)
        if row is None:
            return "gone"
        if row["state"] == "failed":
            return "failed"
        return "away" if row.get("away") and row["owner"] is None else ""

    def unfinished(self, job: Job) -> bool:
        """Tell whether the row still stands as this runner took it."""
        return self.rows.count_documents({"_id": job.id, "fence": job.fence, "asked": job.asked}, limit=1) > 0

    def hand_over(self, holder: str) -> int:
        """Let `work` run from now on what somebody held; returns how many jobs that are."""
        return self.rows.update_many({"held": holder}, {"$unset": {"held": ""}}).modified_count

    def release(self, job: Job) -> None:
        """Let go of a row that was asked for again while it ran."""
        self.rows.update_one({"_id": job.id, "fence": job.fence}, {"$set": {"until": NEVER, "owner": None}})


def job_of(row: Mapping[str, Any]) -> Job:
    """Return the job of a row."""
    return Job(
        id=row["_id"],
        kind=row["kind"],
        key=row["key"],
        due_at=row["due_at"],
        payload=row["payload"],
        attempts=row["attempts"],
        asked=row["asked"],
        fence=row["fence"],
        trace=Trace(row["trace"][0], row["trace"][1], row["_id"]),
    )


def indexes(db: Database[Document]) -> None:
    """Create the collection and its indexes; harmless when they are there."""
    collections(db, "jobs")
    db.jobs.create_index([("kind", ASCENDING), ("key", ASCENDING)], unique=True, name="kind_key")
    db.jobs.create_index([("state", ASCENDING), ("due_at", ASCENDING)], name="state_due_at")
