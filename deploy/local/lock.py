"""One stand at a time: the lock that says it runs, and the ports it needs."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.local import ports
from deploy.local.console import Stop
from deploy.local.place import Place

LOCK = "lock"
RUNS_ALREADY = "Jinguo runs already. make status shows it, make stop ends it."


@contextmanager
def only_one(here: Place) -> Iterator[None]:
    """Hold the lock that says a local run is there; raises Stop when another one holds it."""
    here.run.mkdir(parents=True, exist_ok=True)
    with (here.run / LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(RUNS_ALREADY) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def holder_pid(here: Place) -> int | None:
    """Return the process that holds the lock, None when no local run is there."""
    file = here.run / LOCK
    if not file.exists():
        return None
    with file.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(lock.read() or 0) or None
    return None


def check_ports(here: Place) -> None:
    """Raise Stop naming who holds a port that is needed, and what to do."""
    for port, change in _needed_ports(here):
        holder = ports.holder(port)
        if holder:
            raise Stop(f"Port {port} is taken by {holder}. {change}")


def _needed_ports(here: Place) -> list[tuple[int, str]]:
    end_it = "Jinguo needs it; end that program and try again."
    inner = [*here.web.values(), *here.metrics.values()]
    inner += [here.mongo] if here.own_mongo else []
    inner += [here.kafka.broker, here.kafka.controller] if here.own_kafka else []
    other = f"Choose another: make run PORT={here.gate + 1}" + (" TLS=1" if here.tls else "")
    return [(here.gate, other), *((port, end_it) for port in inner)]
