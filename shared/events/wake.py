"""Waking the relay when news is committed: a change stream as a hint, never as the truth."""

import logging
import threading

from pymongo.errors import PyMongoError

from shared.events.patience import where
from shared.storage.mongo import Document, connect

log = logging.getLogger(__name__)


def listen(url: str, database: str, wake: threading.Event, stop: threading.Event) -> None:
    """Set `wake` when an outbox row appears, until `stop`; on its own client, since deadlines kill an idle stream.

    Quiet rows (shared/events/outbox.py) do not count.
    """
    loud = {"operationType": "insert", "fullDocument.quiet": {"$ne": True}}
    only_new: list[Document] = [{"$match": loud}, {"$project": {"_id": 1}}]
    with connect(url, app="jinguo-wake") as client:
        while not stop.is_set():
            try:
                with client[database].outbox.watch(only_new, max_await_time_ms=1000) as changes:
                    wake.set()
                    while not stop.is_set():
                        if changes.try_next() is not None:
                            wake.set()
            except PyMongoError as error:
                log.warning("the wake-up stream is opened again, the relay looks each second: %s", where(error))
                stop.wait(1.0)
