"""Calendar feeds: of the secret only its hash is kept."""

from datetime import date

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.training.domain.feed import Feed, Kind, Subject
from shared.storage.mongo import Document


class MongoFeeds:
    """Collection `calendar_feeds`."""

    def __init__(self, db: Database[Document], session: ClientSession | None) -> None:
        self.rows = db.calendar_feeds
        self.session = session

    def add(self, one: Feed) -> None:
        """Store a new one."""
        self.rows.insert_one(_document(one), session=self.session)

    def save(self, one: Feed) -> None:
        """Store a changed one."""
        self.rows.replace_one({"_id": {"$eq": one.id}}, _document(one), session=self.session)

    def of_owner(self, owner: str) -> list[Feed]:
        """Return somebody's, newest first."""
        found = self.rows.find({"owner": {"$eq": owner}}, session=self.session).sort("_id", DESCENDING)
        return [_feed(row) for row in found]

    def behind(self, digest: str) -> Feed | None:
        """Return the one behind the hash of a secret."""
        row = self.rows.find_one({"digest": {"$eq": digest}}, session=self.session)
        return _feed(row) if row else None


def indexes(db: Database[Document]) -> None:
    """By secret and by owner."""
    db.calendar_feeds.create_index([("digest", ASCENDING)], unique=True, name="secret")
    db.calendar_feeds.create_index([("owner", ASCENDING), ("_id", DESCENDING)], name="of_owner")


def _document(one: Feed) -> Document:
    return {
        "_id": one.id,
        "digest": one.digest,
        "owner": one.owner,
        "kind": one.subject.kind.value,
        "subject": one.subject.id,
        "title": one.subject.title,
        "made_on": one.made_on.isoformat(),
        "lapses_on": one.lapses_on.isoformat(),
        "revoked_on": one.revoked_on.isoformat() if one.revoked_on else None,
    }


def _feed(row: Document) -> Feed:
    subject = Subject(Kind(row["kind"]), row["subject"], row["title"])
    made, lapses = (date.fromisoformat(row[name]) for name in ("made_on", "lapses_on"))
    revoked = date.fromisoformat(row["revoked_on"]) if row["revoked_on"] else None
    return Feed(row["_id"], row["digest"], row["owner"], subject, made, lapses, revoked)
