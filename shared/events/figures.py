"""What Prometheus reads of a `work` process: /metrics with exact counts from the database, /healthz."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import REGISTRY, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily, Metric
from pymongo.database import Database
from pymongo.errors import PyMongoError

from shared.events.health import Counts, counts
from shared.jobs.loop import Now
from shared.storage.mongo import Document

FRESH = 30.0
PLAIN = {
    "said": "Sum of the last numbers of all streams",
    "archived": "Rows of the outbox",
    "unsent": "Events that wait to be sent",
    "oldest_unsent": "Seconds the oldest of them has waited",
    "parked_failed": "Parked events whose handler failed",
    "parked_waiting": "Parked events that wait for an earlier one",
    "poison": "Records that are no events of ours",
    "jobs_due": "Jobs that are due",
    "jobs_failed": "Jobs whose last attempt failed",
    "oldest_due_job": "Seconds the oldest due job has waited",
    "unsealed": "Audit rows without a seal",
    "oldest_unsealed": "Seconds the oldest of them has waited",
}


class Books:
    """Turns the counts of one database into gauges, asked for at most every half minute."""

    def __init__(self, db: Database[Document], clock: Now) -> None:
        self.db, self.clock = db, clock
        self._counts, self._at = Counts(), float("-inf")

    def collect(self) -> Iterator[Metric]:
        """Return the gauges; the last known while the database is away."""
        if time.monotonic() - self._at > FRESH:
            try:
                self._counts, self._at = counts(self.db, self.clock.now()), time.monotonic()
            except PyMongoError:
                self._at = time.monotonic()
        for name, words in PLAIN.items():
            yield GaugeMetricFamily(f"jinguo_{name}", words, value=getattr(self._counts, name))
        heard = GaugeMetricFamily("jinguo_heard", "Positions and parked events", labels=["consumer", "source"])
        for consumer, sources in self._counts.heard.items():
            for source, row in sources.items():
                heard.add_metric([consumer, source], row.positions + row.parked)
        yield heard


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Write no line per scrape."""


@dataclass(slots=True)
class FiguresServer:
    """Serves /metrics and /healthz on one port until told to stop; `alive` says which loops run."""

    host: str
    port: int
    alive: Callable[[], dict[str, bool]]

    def run(self, stop: threading.Event) -> None:
        """Serve; ends soon after `stop`."""
        with make_server(self.host, self.port, self._app, handler_class=_Quiet) as server:
            server.timeout = 0.5
            while not stop.is_set():
                server.handle_request()

    def _app(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/metrics":
            found: Iterable[bytes] = make_wsgi_app(REGISTRY)(environ, start)
            return found
        if environ["PATH_INFO"] != "/healthz":
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b"not found\n"]
        loops = self.alive()
        start("200 OK" if all(loops.values()) else "503 Service Unavailable", [("Content-Type", "text/plain")])
        return [f"{name} {'runs' if runs else 'has ended'}\n".encode() for name, runs in sorted(loops.items())]
