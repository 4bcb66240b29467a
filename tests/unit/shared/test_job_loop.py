"""The jobs loop without a database: what becomes of it when one of its workers breaks."""

import threading
from datetime import UTC, datetime

import pytest

from shared.clock import FixedClock
from shared.jobs.job import Job
from shared.jobs.loop import JobLoop

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


class OneJob:
    """Has one job for the first worker; a helper that asks while it is being done finds a broken store."""

    def __init__(self) -> None:
        self.first, self.asked = threading.current_thread(), threading.Event()
        self.left = [Job("j1", "letter", "k1", NOON)]

    def take(self, *_: object) -> Job | None:
        if threading.current_thread() is not self.first:
            self.asked.set()
            raise LookupError("broken")
        return self.left.pop() if self.left else None

    def unfinished(self, _job: Job) -> bool:
        return False

    def release(self, _job: Job) -> None: ...


def test_a_helper_that_breaks_ends_the_loop_with_its_error() -> None:
    jobs, stop = OneJob(), threading.Event()
    waits = threading.Timer(20, stop.set)  # a loop that goes on without its helper ends here, and is told by no error
    waits.start()

    def letter(_job: Job) -> None:
        assert jobs.asked.wait(10)

    loop = JobLoop(jobs, {"letter": letter}, FixedClock(NOON))  # type: ignore[arg-type]
    with pytest.raises(LookupError):
        loop.run(stop)
    waits.cancel()
    assert not stop.is_set()
