"""Failed jobs as people see them, beside parked events: replayed by one, given up by two."""

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.access import Actor
from shared.clock import Clock
from shared.errors import Conflict, NotFound, Refused
from shared.events.parked import LONGEST_REASON, Stuck
from shared.jobs.job import NEVER
from shared.storage.audit import Audit, Entry
from shared.storage.mongo import Document


class FailedJobs:
    """The jobs of one database whose last attempt has failed, bound to one transaction (None for questions)."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.db = db
        self.session = session

    def list(self, limit: int = 200) -> list[Stuck]:
        """Return failed jobs, oldest first: `type` is the kind, `stream` the key."""
        rows = self.db.jobs.find({"state": "failed"}, session=self.session).sort("due_at", ASCENDING).limit(limit)
        return [_stuck(row) for row in rows]

    def replay(self, job_id: str, *, by: Actor) -> None:
        """Let it run again at once, with all its attempts; raises NotFound."""
        row = self._failed(job_id)
        again = {"state": "due", "attempts": 0, "until": NEVER, "error": ""}
        self.db.jobs.update_one({"_id": job_id}, {"$set": again, "$unset": {"skip": ""}}, session=self.session)
        self._record("jobs.failed.replay", by, row)

    def ask_skip(self, job_id: str, *, by: Actor, reason: str) -> None:
        """Ask that it never be done; another person confirms it."""
        if not reason.strip() or len(reason) > LONGEST_REASON:
            raise Refused("reason_needed", most=LONGEST_REASON)
        row = self._failed(job_id)
        asked = {"skip": {"by": by.id, "reason": reason.strip(), "at": Clock.real_now()}}
        self.db.jobs.update_one({"_id": job_id}, {"$set": asked}, session=self.session)
        self._record("jobs.failed.skip_asked", by, row, reason)

    def confirm_skip(self, job_id: str, *, by: Actor) -> None:
        """Remove it undone; raises Conflict("skip_not_asked") and Refused("same_person")."""
        row = self._failed(job_id)
        if "skip" not in row:
            raise Conflict("skip_not_asked")
        if row["skip"]["by"] == by.id:
            raise Refused("same_person")
        self.db.jobs.delete_one({"_id": job_id}, session=self.session)
        self._record("jobs.failed.skipped", by, row, row["skip"]["reason"])

    def _failed(self, job_id: str) -> Document:
        row = self.db.jobs.find_one({"_id": job_id, "state": "failed"}, session=self.session)
        if row is None:
            raise NotFound("parked_not_found")
        return row

    def _record(self, act: str, by: Actor, row: Document, reason: str = "") -> None:
        facts = {"kind": row["kind"], "key": row["key"]}
        entry = Entry(act, by, resource="job", resource_id=row["_id"], reason=reason, facts=facts)
        Audit(self.db).record(self.session, entry)


def _stuck(row: Document) -> Stuck:
    skip = row.get("skip", {})
    return Stuck(
        id=row["_id"],
        consumer="jobs",
        source="jobs",
        stream=row["key"],
        seq=0,
        type=row["kind"],
        reason="failed",
        error=row["error"],
        attempts=row["attempts"],
        first_at=row["first_at"],
        last_at=row["failed_at"],
        skip_asked_by=skip.get("by", ""),
        skip_reason=skip.get("reason", ""),
    )
