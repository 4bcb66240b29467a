"""A small service that only knows events, on real servers: it says facts and hears them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from marshmallow import RAISE, Schema, fields
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.clock import Clock
from shared.events import indexes, outbox
from shared.events.consumer import Consumer
from shared.events.envelope import Event
from shared.events.outbox import Message, Outbox
from shared.events.registry import Registry
from shared.storage.mongo import connect, transaction
from shared.storage.runner import Runner

Documents = dict[str, Any]


class Said(Schema):
    """A fact for tests."""

    class Meta:
        unknown = RAISE

    n = fields.Integer(required=True, strict=True)


REGISTRY = Registry({"loans.test.said.v1": Said(), "loans.test.other.v1": Said()})


class Listener:
    """Use cases bound to a session: keeps per stream what it heard, in order."""

    def __init__(self, db: Database[Documents], session: ClientSession | None) -> None:
        self.db, self.session = db, session

    def hear(self, event: Event) -> None:
        change = {"$push": {"heard": event.data["n"]}, "$inc": {"sum": event.data["n"]}}
        self.db.heard.update_one({"_id": event.stream}, change, upsert=True, session=self.session)


class World:
    """One database that tells and listens."""

    def __init__(self, url: str, name: str) -> None:
        self.url, self.name = url, name
        self.client = connect(url)
        self.db = self.client[name]
        indexes.ensure(self.db)
        outbox.collections(self.db, "heard")
        self.outbox = Outbox(self.db, "/loans", Clock(), REGISTRY)
        self.runner = Runner(self.client, self.db, lambda session: Listener(self.db, session))

    @staticmethod
    def now() -> datetime:
        return Clock.real_now()

    def say(self, stream: str, n: int, kind: str = "said") -> Event:
        message = Message(f"loans.test.{kind}.v1", stream, stream, {"n": n})
        return transaction(self.client, lambda session: self.outbox.emit(session, message))

    def consumer(self, hear: Callable[[Listener, Event], None] = Listener.hear, **settings: Any) -> Consumer[Listener]:
        return Consumer("loans", ["loans.events"], {"loans.test.said.v1": hear}, self.runner, **settings)

    def heard(self) -> dict[str, list[int]]:
        return {row["_id"]: row["heard"] for row in self.db.heard.find()}
