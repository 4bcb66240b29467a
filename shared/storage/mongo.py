"""The MongoDB client, transactions with a deadline, and guard documents."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import pymongo
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import ConnectionFailure, ExecutionTimeout, PyMongoError, WTimeoutError
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.write_concern import WriteConcern

from shared.errors import Unavailable

Document = dict[str, Any]
R = TypeVar("R")

WEB_DEADLINE = 3.0
WORK_DEADLINE = 30.0
SURVEY_DEADLINE = 240.0  # a mongod keeps a moment for five minutes, a transaction for one


def connect(url: str, *, app: str = "jinguo") -> MongoClient[Document]:
    """Return a client with the product's guarantees: majority, journal, retried writes, aware times.

    Make it after a fork and keep one per process. It has no timeoutMS: deadlines are set around each use case.
    """
    return MongoClient(
        url,
        appname=app,
        tz_aware=True,
        w="majority",
        journal=True,
        readConcernLevel="majority",
        retryWrites=True,
        serverSelectionTimeoutMS=5_000,
        connectTimeoutMS=3_000,
        connect=False,
    )


def transaction(
    client: MongoClient[Document], work: Callable[[ClientSession], R], *, deadline: float = WEB_DEADLINE
) -> R:
    """Run `work` in one snapshot transaction, again when the server asks for it, within `deadline` seconds.

    `work` may run more than once, so it has no side effect but its writes. Raises Unavailable past the deadline or when
    no primary answers; a DuplicateKeyError leaves the transaction aborted and comes out as it is.
    """
    with client.start_session() as session:
        try:
            with pymongo.timeout(deadline):
                return session.with_transaction(
                    work,
                    read_concern=ReadConcern("snapshot"),
                    write_concern=WriteConcern("majority", j=True),
                    read_preference=ReadPreference.PRIMARY,
                )
        except PyMongoError as error:
            if is_transient(error):
                _end(client, session)
            raise _translated(error) from error


def _end(client: MongoClient[Document], session: ClientSession) -> None:
    """End what may be left open: past the deadline the driver sends no abort, and the rows stay locked for a minute."""
    with suppress(PyMongoError), pymongo.timeout(0.5):
        client.admin.command({"killSessions": [session.session_id]})


def reading(work: Callable[[], R], *, deadline: float = WEB_DEADLINE) -> R:
    """Run a question within `deadline` seconds; raises Unavailable past it or when no primary answers."""
    try:
        with pymongo.timeout(deadline):
            return work()
    except PyMongoError as error:
        raise _translated(error) from error


def survey(
    client: MongoClient[Document], question: Callable[[ClientSession], R], *, deadline: float = SURVEY_DEADLINE
) -> R:
    """Answer a question over all there is from one moment's data; raises Unavailable past the deadline.

    No transaction: that would have to end within a minute and would hold up what is written meanwhile.
    """
    with client.start_session(snapshot=True) as session:
        return reading(lambda: question(session), deadline=deadline)


def bump_guard(db: Database[Document], session: ClientSession, name: str) -> None:
    """Touch `guards/{name}` so that two transactions over the same rule cannot both commit (write skew).

    Name it after what the rule protects: room|teacher|equipment|person|guarantor|fund, then id or day.
    """
    db.guards.update_one({"_id": name}, {"$inc": {"n": 1}}, upsert=True, session=session)


def is_transient(error: BaseException) -> bool:
    """Tell whether trying again can help: network, no primary, write conflict, deadline."""
    if isinstance(error, Unavailable):
        return True
    if not isinstance(error, PyMongoError):
        return False
    labels = ("TransientTransactionError", "UnknownTransactionCommitResult", "RetryableWriteError")
    return (
        error.timeout
        or isinstance(error, ConnectionFailure | ExecutionTimeout | WTimeoutError)
        or any(error.has_error_label(label) for label in labels)
    )


def _translated(error: PyMongoError) -> BaseException:
    return Unavailable("database_unavailable") if is_transient(error) else error


def eq(filters: Mapping[str, object]) -> Document:
    """Return a filter in which every value is compared as a value, never read as an operator."""
    return {name: {"$eq": value} for name, value in filters.items()}
