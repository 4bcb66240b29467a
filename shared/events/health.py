"""Exact counts and ages: what was said, what was heard, what waits; equal sums mean nothing is lost."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from pymongo.database import Database

from shared.clock import Clock
from shared.events.gate import HEADS
from shared.storage.mongo import Document

WAITING: Document = {"sent": None, "shard": {"$gte": 0}}  # both, so that the partial index answers


@dataclass(frozen=True, slots=True)
class Heard:
    """What one consumer has of one source: sum of its positions, and how many events lie parked beyond them."""

    positions: int = 0
    parked: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """One database's side of the books. `heard[consumer][source]`; ages in whole seconds, 0 when nothing waits."""

    said: int = 0
    archived: int = 0
    unsent: int = 0
    oldest_unsent: int = 0
    heard: Mapping[str, Mapping[str, Heard]] = field(default_factory=dict)
    parked_failed: int = 0
    parked_waiting: int = 0
    poison: int = 0
    jobs_due: int = 0
    jobs_failed: int = 0
    oldest_due_job: int = 0
    unsealed: int = 0
    oldest_unsealed: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values, for `GET /<service>/internal/events/counts`."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Counts":
        """Return what another service has answered; unknown fields are left out."""
        known = {name: data[name] for name in cls.__slots__ if name in data}
        heard = {
            consumer: {source: Heard(**row) for source, row in sources.items()}
            for consumer, sources in data.get("heard", {}).items()
        }
        return cls(**known | {"heard": heard})


@dataclass(frozen=True, slots=True)
class Difference:
    """A source of which a consumer lacks events (or has more than were ever said)."""

    source: str
    consumer: str
    said: int
    heard: int


def counts(db: Database[Document], now: datetime | None = None) -> Counts:
    """Return the counts of one service's database; `now` is the business instant against which jobs are due."""
    moment = now or Clock.real_now()
    due: Document = {"state": "due", "due_at": {"$lte": moment}, "held": None}
    return Counts(
        said=_sum(db, "streams", "$seq"),
        archived=db.outbox.count_documents({}),
        unsent=db.outbox.count_documents(WAITING),
        oldest_unsent=_age(db, "outbox", WAITING, "at"),
        heard=_heard(db),
        parked_failed=db.inbox_parked.count_documents({"reason": {"$in": [reason.value for reason in HEADS]}}),
        parked_waiting=db.inbox_parked.count_documents({"reason": {"$nin": [reason.value for reason in HEADS]}}),
        poison=db.inbox_poison.estimated_document_count(),
        jobs_due=db.jobs.count_documents(due),
        jobs_failed=db.jobs.count_documents({"state": "failed"}),
        oldest_due_job=_age(db, "jobs", due, "due_at", moment),
        unsealed=db.audit.count_documents({"seq": None}),
        oldest_unsealed=_age(db, "audit", {"seq": None}, "e.at"),
    )


def reconcile(source: str, consumer: str, producer: Counts, listener: Counts) -> Difference | None:
    """Return None when `consumer` has exactly what `source` ("/loans") has said, parked events included.

    Equal sums are proof, not a sample: a position counts every number below it, and numbers have no gaps.
    """
    heard = listener.heard.get(consumer, {}).get(source, Heard())
    total = heard.positions + heard.parked
    return None if total == producer.said == producer.archived else Difference(source, consumer, producer.said, total)


def differing_streams(
    producer: Database[Document], listener: Database[Document], consumer: str, source: str, limit: int = 50
) -> list[tuple[str, int, int]]:
    """Return (stream, said, heard) where the two sides differ, for whoever drills down with access to both."""
    theirs = {row["stream"]: row for row in listener.inbox.find({"consumer": consumer, "source": source})}
    found = []
    for row in producer.streams.find():
        heard = theirs.get(row["_id"], {"pos": 0, "parked": 0})
        if row["seq"] != heard["pos"] + heard["parked"]:
            found.append((row["_id"], row["seq"], heard["pos"] + heard["parked"]))
        if len(found) == limit:
            break
    return found


def _sum(db: Database[Document], collection: str, field_name: str) -> int:
    rows = list(db[collection].aggregate([{"$group": {"_id": None, "sum": {"$sum": field_name}}}]))
    return int(rows[0]["sum"]) if rows else 0


def _heard(db: Database[Document]) -> dict[str, dict[str, Heard]]:
    group = {"_id": {"consumer": "$consumer", "source": "$source"}, "p": {"$sum": "$pos"}, "k": {"$sum": "$parked"}}
    found: dict[str, dict[str, Heard]] = {}
    for row in db.inbox.aggregate([{"$match": {"source": {"$exists": True}}}, {"$group": group}]):
        found.setdefault(row["_id"]["consumer"], {})[row["_id"]["source"]] = Heard(row["p"], row["k"])
    return found


def _age(db: Database[Document], name: str, wanted: Document, at: str, now: datetime | None = None) -> int:
    group = {"$group": {"_id": None, "first": {"$min": f"${at}"}}}
    rows = list(db[name].aggregate([{"$match": wanted}, group]))
    if not rows or rows[0]["first"] is None:
        return 0
    return max(0, int(((now or Clock.real_now()) - rows[0]["first"]).total_seconds()))
