"""What waits for people in one service, bound to one transaction: who may see which, and the acts on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.access import Actor, Scope
from shared.errors import NotFound
from shared.events.parked import ParkedEvents, Stuck
from shared.jobs.failed import FailedJobs
from shared.storage.mongo import Document

EVENT, JOB = "event", "job"
MOST = 2000
LAST = 10


@dataclass(frozen=True, slots=True)
class Handled:
    """One act of the past on what waited: replay, skip_asked or skipped."""

    act: str
    what: str
    reason: str
    roles: tuple[str, ...]
    at: datetime


class Parking:
    """Parked events inside a scope; failed jobs, which belong to no place, only for the whole system."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.db = db
        self.session = session

    def events(self, scope: Scope) -> list[Stuck]:
        """Return parked streams inside the scope, oldest first."""
        found = ParkedEvents(self.db, self.session).list(Scope(None))
        if scope.units is None:
            return found
        streams = self._streams(scope)
        return [one for one in found if one.stream in streams]

    def jobs(self, scope: Scope) -> list[Stuck]:
        """Return failed jobs, oldest first."""
        return FailedJobs(self.db, self.session).list() if scope.units is None else []

    def replay(self, kind: str, one: str, *, by: Actor, scope: Scope) -> None:
        """Let it be tried again; raises NotFound outside the scope."""
        self._shelf(kind, one, scope).replay(one, by=by)

    def ask_skip(self, kind: str, one: str, reason: str, *, by: Actor, scope: Scope) -> None:
        """Ask that it be left out for ever."""
        self._shelf(kind, one, scope).ask_skip(one, by=by, reason=reason)

    def confirm_skip(self, kind: str, one: str, *, by: Actor, scope: Scope) -> None:
        """Leave it out, as the second person."""
        self._shelf(kind, one, scope).confirm_skip(one, by=by)

    def handled(self, scope: Scope) -> list[Handled]:
        """Return the last acts on what waited; those on events only where the stream lies inside the scope."""
        acts = {"e.act": {"$in": [f"events.parked.{act}" for act in ("replay", "skipped")] + ["jobs.failed.skipped"]}}
        rows = list(self.db.audit.find(acts, session=self.session).sort("_id", DESCENDING).limit(5 * LAST))
        if scope.units is not None:
            inside = self._inside({row["e"]["facts"].get("stream", "") for row in rows}, scope)
            rows = [row for row in rows if row["e"]["facts"].get("stream") in inside]
        return [_handled(row["e"]) for row in rows[:LAST]]

    def _shelf(self, kind: str, one: str, scope: Scope) -> ParkedEvents | FailedJobs:
        shown = self.events(scope) if kind == EVENT else self.jobs(scope)
        if one not in {row.id for row in shown}:
            raise NotFound("parked_not_found")
        shelf = ParkedEvents if kind == EVENT else FailedJobs
        return shelf(self.db, self.session)

    def _streams(self, scope: Scope) -> set[str]:
        rows = self.db.inbox_parked.find({}, {"stream": 1, "scope": 1}, session=self.session).limit(MOST)
        streams: dict[str, set[str]] = {}
        for row in rows:
            streams.setdefault(row["stream"], set()).update(row["scope"])
        told = {stream for stream, path in streams.items() if scope.holds(path)}
        return told | self._inside(set(streams) - told, scope)

    def _inside(self, streams: Iterable[str], scope: Scope) -> set[str]:
        """Facts that name no place lie where their woman belongs, as far as this service knows her."""
        wanted: Document = {"_id": {"$in": sorted(streams)}, "path": {"$in": sorted(scope.units or ())}}
        found: set[str] = set()
        for name in ("cards", "persons"):
            found |= {row["_id"] for row in self.db[name].find(wanted, {"_id": 1}, session=self.session)}
        return found


def _handled(entry: dict[str, Any]) -> Handled:
    facts = entry["facts"]
    what = facts.get("type") or facts.get("kind", "")
    return Handled(entry["act"], what, entry["reason"], tuple(post["role"] for post in entry["posts"]), entry["at"])
