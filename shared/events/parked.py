"""Parked events as people see them: one row per stream that waits; replayed by one, skipped by two."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.access import Actor, Scope
from shared.clock import Clock
from shared.errors import Conflict, NotFound, Refused
from shared.events.inbox import MongoInbox
from shared.storage.audit import Audit, Entry
from shared.storage.mongo import Document

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Stuck:
    """Something that waits for people: a parked stream's first event, or a failed job (source "jobs").

    `behind` counts what waits behind it. An operator may see all of this: types and ids, no business data.
    """

    id: str
    consumer: str
    source: str
    stream: str
    seq: int
    type: str
    reason: str
    error: str
    attempts: int
    first_at: datetime
    last_at: datetime
    behind: int = 0
    replay_asked: bool = False
    skip_asked_by: str = ""
    skip_reason: str = ""


class ParkedEvents:
    """The parked events of one database, bound to one transaction (`session` None for questions)."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.db = db
        self.session = session

    def list(self, scope: Scope, limit: int = 200) -> list[Stuck]:
        """Return one row per parked stream whose events lie in the scope, oldest first."""
        wanted: Document = {} if scope.units is None else {"scope": {"$in": sorted(scope.units)}}
        steps: list[Document] = [
            {"$match": wanted},
            {"$sort": {"consumer": 1, "stream": 1, "source": 1, "seq": 1}},
            {
                "$group": {
                    "_id": {"consumer": "$consumer", "stream": "$stream", "source": "$source"},
                    "head": {"$first": "$$ROOT"},
                    "count": {"$sum": 1},
                }
            },
            {"$sort": {"head.first_at": 1}},
            {"$limit": limit},
            {"$unset": "head.record"},
        ]
        rows = self.db.inbox_parked.aggregate(steps, session=self.session)
        return [_stuck(row["head"], row["count"] - 1) for row in rows]

    def replay(self, parked_id: str, *, by: Actor) -> None:
        """Let `work` try the first event of this stream again, within a second or two.

        Raises NotFound, and Refused("waits_for_earlier") when nothing failed but an event has not arrived yet.
        """
        head = self._head(parked_id)
        asked = {"replay": {"by": by.id, "at": Clock.real_now()}}
        self.db.inbox_parked.update_one({"_id": head["_id"]}, {"$set": asked}, session=self.session)
        self._record("events.parked.replay", by, head)

    def ask_skip(self, parked_id: str, *, by: Actor, reason: str) -> None:
        """Ask that the first event of this stream be left out for ever; another person confirms it."""
        if not reason.strip() or len(reason) > LONGEST_REASON:
            raise Refused("reason_needed", most=LONGEST_REASON)
        head = self._head(parked_id)
        asked = {"skip": {"by": by.id, "reason": reason.strip(), "at": Clock.real_now()}}
        self.db.inbox_parked.update_one({"_id": head["_id"]}, {"$set": asked}, session=self.session)
        self._record("events.parked.skip_asked", by, head, reason)

    def confirm_skip(self, parked_id: str, *, by: Actor) -> None:
        """Leave the event out: the position moves past it and what waits behind goes on.

        Raises Conflict("skip_not_asked") and Refused("same_person").
        """
        head = self._head(parked_id)
        if "skip" not in head:
            raise Conflict("skip_not_asked")
        if head["skip"]["by"] == by.id:
            raise Refused("same_person")
        key = (head["source"], head["stream"])
        inbox = MongoInbox(self.db, head["consumer"], self._session())
        before = inbox.open({key})
        past = replace(before[key], pos=head["seq"], halted=False, parked=inbox.settle(key, head["seq"]))
        inbox.save(before, {key: past})
        row = {"_id": head["_id"], "consumer": head["consumer"], "source": key[0], "stream": key[1], "seq": head["seq"]}
        self.db.inbox_skipped.insert_one(row, session=self._session())
        self._record("events.parked.skipped", by, head, head["skip"]["reason"])

    def _head(self, parked_id: str) -> Document:
        row = self.db.inbox_parked.find_one({"_id": parked_id}, session=self.session)
        if row is None:
            raise NotFound("parked_not_found")
        key = (row["source"], row["stream"])
        position = MongoInbox(self.db, row["consumer"], self._session()).open({key})[key]
        wanted = {"consumer": row["consumer"], "source": key[0], "stream": key[1], "seq": position.pos + 1}
        head = self.db.inbox_parked.find_one(wanted, session=self.session)
        if head is None or not position.halted:
            raise Refused("waits_for_earlier", seq=position.pos + 1)
        return head

    def _session(self) -> ClientSession:
        if self.session is None:
            raise RuntimeError("parked events are changed inside a transaction")
        return self.session

    def _record(self, act: str, by: Actor, head: Document, reason: str = "") -> None:
        facts = {"type": head["type"], "source": head["source"], "stream": head["stream"], "seq": head["seq"]}
        entry = Entry(act, by, resource="parked", resource_id=head["_id"], reason=reason, facts=facts)
        Audit(self.db).record(self._session(), entry)


def _stuck(row: dict[str, Any], behind: int) -> Stuck:
    names = ("consumer", "source", "stream", "seq", "type", "reason", "error", "attempts", "first_at", "last_at")
    skip = row.get("skip", {})
    return Stuck(
        id=row["_id"],
        behind=behind,
        replay_asked="replay" in row,
        skip_asked_by=skip.get("by", ""),
        skip_reason=skip.get("reason", ""),
        **{name: row[name] for name in names},
    )
