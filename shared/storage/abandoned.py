"""Ending transactions whose process died: the server would keep their rows locked for a minute."""

import logging
import threading

from pymongo import MongoClient
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

from shared.storage.mongo import Document

TICK = 1.0
# The server sifts: all of its operations each second would cost every process more than the rest of its waiting.
IDLE: list[Document] = [
    {"$currentOp": {"allUsers": False, "idleSessions": True}},
    {"$match": {"desc": "inactive transaction"}},
    {"$project": {"connectionId": 1, "lsid": 1}},
]
ALIVE: list[Document] = [
    {"$currentOp": {"allUsers": False, "idleConnections": True}},
    {"$match": {"type": "op", "connectionId": {"$exists": True}}},
    {"$project": {"connectionId": 1}},
]

log = logging.getLogger(__name__)


def end_abandoned(client: MongoClient[Document]) -> int:
    """End each idle transaction whose connection is gone; return how many. Needs no right beyond one's own sessions.

    Should its process live after all (a connection lost in mid-transaction), it is told to run the transaction again.
    """
    admin = client.get_database("admin", read_concern=ReadConcern("local"))
    idle = list(admin.aggregate(IDLE))
    alive = {op["connectionId"] for op in admin.aggregate(ALIVE)} if idle else set()
    gone = [op for op in idle if op.get("connectionId") not in alive]
    if gone:
        client.admin.command({"killSessions": [{"id": op["lsid"]["id"]} for op in gone]})
        log.warning("%d transactions of dead processes ended", len(gone))
    return len(gone)


def run(client: MongoClient[Document], stop: threading.Event) -> None:
    """Look each second until told to stop; a server that does not show its operations is left to its own time limit."""
    while not stop.wait(TICK):
        try:
            end_abandoned(client)
        except PyMongoError as error:
            log.warning("abandoned transactions are not looked for now: %s", type(error).__name__)
            stop.wait(TICK * 10)
