"""make run, start, stop, status and reset: one stand on this machine, in front or in the background."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from deploy.local import ports
from deploy.local.children import NotReady
from deploy.local.console import Stop, done, say
from deploy.local.place import Place, for_local
from deploy.local.places import ROOT, RUN
from deploy.local.stand import Stand, answers_ok, forget
from deploy.local.welcome import welcome

LOCK, STATE, READY = RUN / "lock", RUN / "state.json", RUN / "ready"
STOP_WITHIN = 5.0
START_WITHIN = 300.0


def place() -> Place:
    """Return the stand that the caller's PORT and TLS ask for."""
    tls = os.environ.get("TLS") == "1"
    port = os.environ.get("PORT") or ("8443" if tls else "8080")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Stop(f"PORT must be a number below 65536, not {port!r}.")
    return for_local(gate=int(port), tls=tls)


def run() -> None:
    """Bring everything up, tend it until Ctrl-C or TERM, then stop everything."""
    here = place()
    with only_one():
        check_ports(here)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
        stand = Stand(here, tell=say, done=done)
        try:
            _live(stand)
        except KeyboardInterrupt:
            say("\nStopping.")
        except NotReady as problem:
            raise Stop(f"{problem}\nAll logs: {here.logs.relative_to(ROOT)}/") from None
        finally:
            _end(stand)


def _live(stand: Stand) -> None:
    stand.up()
    stand.keeper.write_state(STATE, stand.place.public_url)
    say(welcome(stand.place))
    READY.touch()
    while True:
        if stand.keeper.tend():
            stand.keeper.write_state(STATE, stand.place.public_url)
        time.sleep(0.1)


def _end(stand: Stand) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    began = time.monotonic()
    stand.down()
    for file in (READY, STATE):
        file.unlink(missing_ok=True)
    say(f"Everything has stopped ({time.monotonic() - began:.1f} s). Data are kept under .local.")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def start() -> None:
    """Start in the background and come back when the address answers."""
    if holder_pid() is not None:
        raise Stop("Jinguo runs already. make status shows it, make stop ends it.")
    RUN.mkdir(parents=True, exist_ok=True)
    READY.unlink(missing_ok=True)
    log = RUN / "output.log"
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "deploy.local", "up"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    until = time.monotonic() + START_WITHIN
    while not READY.exists() and child.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
    say(log.read_text().rstrip())
    if not READY.exists():
        raise Stop("It did not start; the lines above say why.")
    say("It runs in the background: make status, make stop.")


def stop() -> None:
    """Stop what runs in the background (or in another terminal)."""
    pid = holder_pid()
    if pid is None:
        say("Jinguo does not run here.")
        return
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + STOP_WITHIN
    while holder_pid() == pid and time.monotonic() < until:
        time.sleep(0.05)
    if holder_pid() == pid:
        os.kill(pid, signal.SIGKILL)  # its children are tied to it and end too
    say("Stopped. Data are kept under .local.")


def status() -> None:
    """Say what runs, since when, and whether it answers."""
    if holder_pid() is None or not STATE.exists():
        say("Jinguo does not run here. make run starts it, make start in the background.")
        return
    state = json.loads(STATE.read_text())
    web = place().web
    say(f"{state['address']}")
    for row in state["programs"]:
        service = row["name"].removesuffix("-web")
        ready = answers_ok(f"http://127.0.0.1:{web[service]}/{service}/readyz") if service in web else row["pid"]
        minutes = int(time.time() - row["since"]) // 60
        words = "runs" if row["pid"] and ready else "does not answer"
        say(f"  {row['name']:<16} {words:<16} pid {row['pid']!s:<8} {minutes:>5} min   restarts {row['restarts']}")


def reset() -> None:
    """Delete the stored data of the local run, so that the next start is a first start."""
    if holder_pid() is not None:
        raise Stop("Jinguo runs. Stop it first: make stop")
    for path in forget(place()):
        say(f"  deleted {path.relative_to(ROOT)}")
    say("The next make run starts from nothing.")


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the lock that says a local run is there; raises Stop when another one holds it."""
    RUN.mkdir(parents=True, exist_ok=True)
    with LOCK.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop("Jinguo runs already. make status shows it, make stop ends it.") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def holder_pid() -> int | None:
    """Return the process that holds the lock, None when no local run is there."""
    if not LOCK.exists():
        return None
    with LOCK.open() as lock:
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
