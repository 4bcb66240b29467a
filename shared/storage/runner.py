"""One use case = one transaction: runs it on a session of its own, and answers a replay with its resource."""

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError

from shared.clock import Clock
from shared.errors import Problem, Refused
from shared.running import Asker, Done, Once
from shared.storage.crowd import Ask, Crowd
from shared.storage.mongo import WEB_DEADLINE, Document, reading, survey, transaction

U = TypeVar("U")
R = TypeVar("R")


@dataclass(slots=True)
class Runner(Generic[U]):
    """Runs questions and commands of one service. `build` binds every store to the session of one transaction.

    `duplicates` turns the name of a unique index into the refusal it means.
    """

    client: MongoClient[Document]
    db: Database[Document]
    build: Callable[[ClientSession | None], U]
    duplicates: Mapping[str, Callable[[], Problem]] = field(default_factory=dict)
    deadline: float = WEB_DEADLINE
    _locks: defaultdict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock))
    _crowds: defaultdict[str, Crowd] = field(default_factory=lambda: defaultdict(Crowd))

    def ask(self, question: Callable[[U], R]) -> R:
        """Run a question that changes nothing; raises Unavailable past the deadline."""
        return reading(lambda: question(self.build(None)), deadline=self.deadline)

    def survey(self, question: Callable[[U], R]) -> R:
        """Answer a question that counts everything, from one moment's data; it may take minutes."""
        return survey(self.client, lambda session: question(self.build(session)))

    def run(self, work: Callable[[U], R], *, hot: str | None = None) -> R:
        """Run one use case in one transaction; `hot` names a document many write, locked in this process first."""
        return self._run(lambda session: work(self.build(session)), hot)

    def seen(self, once: Once) -> Done | None:
        """Return what a command left behind that was done under this key; raises Refused("key_reused") as `once`."""
        row = reading(lambda: self.db.once.find_one({"_id": once.id}), deadline=self.deadline)
        if row is None:
            return None
        if row["hash"] != once.request_hash:
            raise Refused("key_reused")
        return Done(row["resource_id"], replayed=True)

    def once(self, once: Once, work: Callable[[U], str], *, hot: str | None = None) -> Done:
        """Run a command that returns its resource's id, at most once per key.

        The row is written first in the transaction; a refusal leaves no row. Raises Refused("key_reused") when the key
        came with another request before.
        """
        before = self.seen(once)
        if before is not None:
            return before

        def command(session: ClientSession) -> Done:
            self.db.once.insert_one(_row(once, ""), session=session)
            done = Done(work(self.build(session)))
            self.db.once.update_one({"_id": once.id}, {"$set": {"resource_id": done.resource_id}}, session=session)
            return done

        try:
            return self._run(command, hot)
        except DuplicateKeyError:
            replay = self.seen(once)
            if replay is None:
                raise
            return replay

    def together(
        self, once: Once, asker: Asker, work: Callable[[U, Sequence[Asker]], Sequence[str]], *, hot: str
    ) -> Done:
        """Run a command as `once` does, in one transaction with all who ask for the same (`hot`) at this moment.

        Who comes first writes for those who wait behind (group commit, ADR 0022); where one of them is refused, each
        is served alone. `work` returns a resource's id for each asker.
        """
        mine, crowd = Ask(once, asker), self._crowds[hot]
        if not crowd.leads(mine):
            mine.turn.wait()
        if not mine.served:
            asks = crowd.all()
            try:
                if len(asks) == 1:
                    return self.once(once, lambda use: work(use, [asker])[0], hot=hot)
                self._at_once(asks, work, hot)
            finally:
                crowd.go_on(asks)
        return mine.done or self.once(once, lambda use: work(use, [asker])[0], hot=hot)

    def _at_once(self, asks: Sequence[Ask], work: Callable[[U, Sequence[Asker]], Sequence[str]], hot: str) -> None:
        """Answer all in one transaction, or none: whoever is left is served alone."""

        def command(session: ClientSession) -> Sequence[str]:
            found = work(self.build(session), [ask.asker for ask in asks])
            rows = [_row(ask.once, left) for ask, left in zip(asks, found, strict=True)]
            self.db.once.insert_many(rows, session=session)
            return found

        with suppress(Problem, BulkWriteError):
            for ask, left in zip(asks, self._run(command, hot), strict=True):
                ask.done = Done(left)

    def _run(self, command: Callable[[ClientSession], R], hot: str | None) -> R:
        lock: AbstractContextManager[object] = self._locks[hot] if hot else nullcontext()
        try:
            with lock:
                return transaction(self.client, command, deadline=self.deadline)
        except DuplicateKeyError as error:
            problem = self.duplicates.get(_index(error))
            if problem is None:
                raise
            raise problem() from error


def _row(once: Once, left: str) -> Document:
    return {"_id": once.id, "hash": once.request_hash, "at": Clock.real_now(), "resource_id": left}


def _index(error: DuplicateKeyError) -> str:
    message = str((error.details or {}).get("errmsg", ""))
    return message.partition(" index: ")[2].partition(" ")[0]
