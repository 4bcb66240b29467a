"""The jobs loop: takes what is due, keeps its lease while it runs, puts it back or aside when it fails."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pymongo.errors import PyMongoError

from shared.errors import Stale, Unavailable
from shared.events import metrics
from shared.events.patience import where
from shared.ids import new_id
from shared.jobs.job import ATTEMPTS, LEASE, Job, Jobs
from shared.storage.mongo import is_transient
from shared.trace import within

TICK = 0.5

log = logging.getLogger(__name__)


class NotFinished(Exception):
    """The handler came back without finishing its job in a transaction: a bug."""


class NoHandler(Exception):
    """Nobody here knows this kind of job."""


class Now(Protocol):
    """A clock."""

    def now(self) -> datetime:
        """Return the business instant."""


@dataclass(slots=True)
class JobLoop:
    """Runs jobs of the kinds in `handlers`; a handler calls `jobs.done(session, job)` in its own transaction.

    A job may run twice; its use case answers the second time as it answers a repeated command.
    """

    jobs: Jobs
    handlers: Mapping[str, Callable[[Job], None]]
    clock: Now
    attempts: int = ATTEMPTS
    lease: float = LEASE
    workers: int = 2
    owner: str = field(default_factory=new_id)
    _at_work: set[str] = field(default_factory=set)
    _broken: list[BaseException] = field(default_factory=list)

    def run(self, stop: threading.Event) -> None:
        """Run what is due until told to stop, in `workers` threads, so that a long import holds nothing up.

        Only one looks for work; the others look, too, while it has its hands full. Raises what ended one of them.
        """
        others = [threading.Thread(target=self._help, args=(stop,), daemon=True) for _ in range(self.workers - 1)]
        for other in others:
            other.start()
        self._work(stop)
        for other in others:
            other.join()
        if self._broken:
            raise self._broken[0]

    def once(self) -> bool:
        """Take and run one due job; return whether there was one."""
        job = self.jobs.take(self.owner, self.clock.now(), self.lease)
        if job is None:
            return False
        self._at_work.add(job.id)
        try:
            with within(job.trace), _Keeping(self.jobs, job, self.lease):
                self._handler(job.kind)(job)
            self._check(job)
        except Stale as error:
            self._failed(job, error) if error.slug != "job_taken_over" else log.info(
                "job %s went to somebody else", job.id
            )
        except Exception as error:
            self._failed(job, error)
        else:
            metrics.JOBS_DONE.labels(job.kind).inc()
        finally:
            self._at_work.discard(job.id)
        return True

    def _handler(self, kind: str) -> Callable[[Job], None]:
        if kind not in self.handlers:
            raise NoHandler(kind)
        return self.handlers[kind]

    def _check(self, job: Job) -> None:
        if self.jobs.unfinished(job):
            raise NotFinished(job.kind)
        self.jobs.release(job)

    def _failed(self, job: Job, error: Exception) -> None:
        away = is_transient(error)
        last = job.attempts >= self.attempts and not away
        log.error("job %s of kind %s failed (attempt %d): %s", job.id, job.kind, job.attempts, where(error))
        metrics.JOBS_RETRIED.labels(job.kind).inc()
        self.jobs.put_back(job, where(error), last=last, away=away)

    def _help(self, stop: threading.Event) -> None:
        try:
            self._work(stop, helps=True)
        except BaseException as error:
            self._broken.append(error)

    def _work(self, stop: threading.Event, helps: bool = False) -> None:
        pause = TICK
        while not (stop.is_set() or self._broken):
            if helps and not self._at_work:
                stop.wait(TICK)
                continue
            try:
                found, pause = self.once(), TICK
            except (PyMongoError, Unavailable) as error:
                if not is_transient(error):
                    raise
                log.warning("the jobs loop waits %.1f s: %s", pause, where(error))
                found, pause = False, min(30.0, pause * 2)
            if not found:
                stop.wait(pause)


class _Keeping:
    """Renews a job's lease each third of its time while the block runs."""

    def __init__(self, jobs: Jobs, job: Job, lease: float) -> None:
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._renew, args=(jobs, job, lease), daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join(timeout=1.0)

    def _renew(self, jobs: Jobs, job: Job, lease: float) -> None:
        since = time.monotonic()
        while not self.over.wait(lease / 3):
            try:
                if not jobs.renew(job, lease):
                    return
                since = time.monotonic()
            except PyMongoError as error:
                log.warning("job %s: lease not renewed for %.0f s: %s", job.id, time.monotonic() - since, where(error))
