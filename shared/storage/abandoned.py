"""Ending transactions whose process died: the server would keep their rows locked for a minute."""

import logging
import threading

from pymongo import MongoClient
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern

from shared.storage.mongo import Document

TICK = 1.0
LOOK: list[Document] = [{"$currentOp": {"allUsers": False, "idleSessions": True, "idleConnections": True}}]

log = logging.getLogger(__name__)


def end_abandoned(client: MongoClient[Document]) -> int:
    """End each idle transaction whose connection is gone; return how many. Needs no right beyond one's own sessions.

    Should its process live after all (a connection lost in mid-transaction), it is told to run the transaction again.
    """
    found = list(client.get_database("admin", read_concern=ReadConcern("local")).aggregate(LOOK))
    alive = {op["connectionId"] for op in found if op.get("type") != "idleSession" and "connectionId" in op}
    gone = [op for op in found if op.get("desc") == "inactive transaction" and op.get("connectionId") not in alive]
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
