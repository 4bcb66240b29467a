"""`sessions {_id, token: fingerprint, kind, subject, posts, …}`: one read by the index `token` answers who it is."""

from datetime import date, datetime
from typing import Any

from bson.binary import Binary
from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.applicant.domain.session import DatedPost, Session
from shared.access import Kind, Post
from shared.storage.mongo import Document

DAY = 24 * 3600


class MongoSessions:
    """Sessions, bound to one transaction."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.sessions
        self.session = session

    def by_token(self, token: bytes) -> Session | None:
        """Return the session of a token's fingerprint, over or not."""
        row = self.rows.find_one({"token": Binary(token)}, session=self.session)
        return to_session(row) if row else None

    def of(self, subject: str) -> list[Session]:
        """Return the sessions of one person or account that were not ended, newest first."""
        wanted = {"subject": {"$eq": subject}, "ended_at": None}
        return [to_session(row) for row in self._newest(wanted)]

    def lately(self, subject: str, since: datetime) -> list[Session]:
        """Return those last used, or ended, after an instant."""
        wanted = {"subject": {"$eq": subject}, "$or": [{"seen_at": {"$gt": since}}, {"ended_at": {"$gt": since}}]}
        return [to_session(row) for row in self._newest(wanted)]

    def add(self, session: Session) -> None:
        """Store a new one."""
        self.rows.insert_one(to_row(session), session=self.session)

    def save(self, session: Session) -> None:
        """Replace one."""
        self.rows.replace_one({"_id": session.id}, to_row(session), session=self.session)

    def touch(self, session_id: str, now: datetime, before: datetime) -> None:
        """Note its use, if it was last noted before an instant and has not been ended meanwhile."""
        due = {"_id": session_id, "seen_at": {"$lte": before}, "ended_at": None}
        self.rows.update_one(due, {"$set": {"seen_at": now}}, session=self.session)

    def _newest(self, wanted: Document) -> list[Document]:
        return list(self.rows.find(wanted, session=self.session).sort("started_at", DESCENDING).limit(50))


def indexes(db: Database[Document]) -> None:
    """Create the indexes; a session's row goes a day after its longest possible life."""
    db.sessions.create_index([("token", ASCENDING)], unique=True, name="token")
    db.sessions.create_index([("subject", ASCENDING), ("started_at", DESCENDING)], name="whose")
    db.sessions.create_index([("ends_at", ASCENDING)], expireAfterSeconds=DAY, name="gone")


def to_row(session: Session) -> Document:
    """Return the document."""
    return {
        "_id": session.id,
        "token": Binary(session.token),
        "kind": session.kind.value,
        "subject": session.subject,
        "started_at": session.started_at,
        "seen_at": session.seen_at,
        "ends_at": session.ends_at,
        "name": session.name,
        "posts": [_post_row(held) for held in session.posts],
        "proved_at": session.proved_at,
        "agent": session.agent,
        "before": list(session.before),
        "mark": session.mark,
        "ended_at": session.ended_at,
    }


def _post_row(held: DatedPost) -> Document:
    post = held.post
    return {
        "id": held.id,
        "role": post.role,
        "unit": post.unit,
        "path": list(post.path),
        "kind": post.unit_kind,
        "title": post.title,
        "until_on": held.until_on.isoformat() if held.until_on else None,
    }


def to_session(row: dict[str, Any]) -> Session:
    """Return the session of a document."""
    names = ("subject", "started_at", "seen_at", "ends_at", "name", "proved_at", "agent", "ended_at")
    return Session(
        id=row["_id"],
        token=bytes(row["token"]),
        kind=Kind(row["kind"]),
        posts=tuple(_post(held) for held in row["posts"]),
        before=tuple(row["before"]),
        mark=row.get("mark", ""),
        **{name: row[name] for name in names},
    )


def _post(row: dict[str, Any]) -> DatedPost:
    post = Post(row["role"], row["unit"], tuple(row["path"]), row["kind"], row["title"])
    return DatedPost(row["id"], post, date.fromisoformat(row["until_on"]) if row["until_on"] else None)
