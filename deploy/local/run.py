"""make run, start, stop, status and reset: one stand on this machine, in front or in the background."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from deploy.local.children import NotReady, start_within
from deploy.local.city import Filling
from deploy.local.console import Stop, done, say
from deploy.local.lock import RUNS_ALREADY, check_ports, holder_pid, only_one
from deploy.local.place import Place, for_local
from deploy.local.places import ROOT
from deploy.local.ports import answers_ok
from deploy.local.stand import Stand
from deploy.local.welcome import welcome

STATE, READY = "state.json", "ready"  # in the run folder of the stand
SET_UP = {"kafka", "stamps", "run"}  # Kafka's jars, what was done, the lock
STOP_WITHIN = 5.0


def place() -> Place:
    """Return the stand that the caller's PORT and TLS ask for."""
    tls = os.environ.get("TLS") == "1"
    port = os.environ.get("PORT") or ("8443" if tls else "8080")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Stop(f"PORT must be a number below 65536, not {port!r}.")
    return for_local(gate=int(port), tls=tls)


def run(here: Place | None = None) -> None:
    """Bring everything up, tend it until Ctrl-C or TERM, then stop everything."""
    here = here or place()
    with only_one(here):
        check_ports(here)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
        stand = Stand(here, tell=say, done=done)
        filling = Filling(here, stand.stamp("city"), say)
        try:
            _live(stand, filling)
        except KeyboardInterrupt:
            say("\nStopping.")
        except NotReady as problem:
            raise Stop(f"{problem}\nAll logs: {here.logs}") from None
        finally:
            _end(stand, filling)


def _live(stand: Stand, filling: Filling) -> None:
    later = stand.seeded
    stand.serve()
    if later:
        _welcome(stand)
    stand.follow()
    if not later:  # nobody could sign in before
        _welcome(stand)
    state = stand.place.run / STATE
    stand.keeper.write_state(state, stand.place.public_url)
    filling.start()
    while True:
        filling.tend()
        if stand.keeper.tend():
            stand.keeper.write_state(state, stand.place.public_url)
        time.sleep(0.1)


def _welcome(stand: Stand) -> None:
    stand.keeper.write_state(stand.place.run / STATE, stand.place.public_url)
    say(welcome(stand.place))
    (stand.place.run / READY).touch()


def _end(stand: Stand, filling: Filling) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    began = time.monotonic()
    filling.stop()
    stand.down()
    for name in (READY, STATE):
        (stand.place.run / name).unlink(missing_ok=True)
    say(f"Everything has stopped ({time.monotonic() - began:.1f} s). Data are kept under .local.")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def start() -> None:
    """Start in the background and come back when the address answers."""
    here = place()
    if holder_pid(here) is not None:
        raise Stop(RUNS_ALREADY)
    here.run.mkdir(parents=True, exist_ok=True)
    ready, log = here.run / READY, here.run / "output.log"
    ready.unlink(missing_ok=True)
    within, began = start_within(), time.monotonic()
    came = in_background([sys.executable, "-m", "deploy.local", "run"], ready, log, within + STOP_WITHIN)
    say(log.read_text().rstrip())
    if not came and time.monotonic() - began < within:
        raise Stop("It did not start; the lines above say why.")
    if not came:
        more = f"A slow machine may need longer: make start START_WITHIN={2 * within:.0f}"
        raise Stop(
            f"It did not start within {within:.0f} s and was ended; the lines above say how far it came.\n{more}"
        )
    say("It runs in the background: make status, make stop.")


def in_background(command: Sequence[str], ready: Path, log: Path, within: float) -> subprocess.Popen[bytes] | None:
    """Start a program of its own session and wait for the file it makes when it serves; return it when it came.

    One that has not come after `within` seconds is ended with everything it started.
    """
    with log.open("wb") as output:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    until = time.monotonic() + within
    try:
        while not ready.exists() and child.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        if not ready.exists():
            _end_group(child)
    return child if ready.exists() else None


def _end_group(child: subprocess.Popen[bytes]) -> None:
    """Ask the run to stop what it started, and end the whole group when it does not."""
    child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.wait(STOP_WITHIN)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)  # its children are tied to it and end too
    child.wait()


def stop() -> None:
    """Stop what runs in the background (or in another terminal)."""
    here = place()
    pid = holder_pid(here)
    if pid is None:
        say("Jinguo does not run here.")
        return
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + STOP_WITHIN
    while holder_pid(here) == pid and time.monotonic() < until:
        time.sleep(0.05)
    if holder_pid(here) == pid:
        os.kill(pid, signal.SIGKILL)  # its children are tied to it and end too
    say("Stopped. Data are kept under .local.")


def status() -> None:
    """Say what runs, since when, and whether it answers."""
    here = place()
    if holder_pid(here) is None or not (here.run / STATE).exists():
        say("Jinguo does not run here. make run starts it, make start in the background.")
        return
    state = json.loads((here.run / STATE).read_text())
    web = here.web
    say(f"{state['address']}")
    for row in state["programs"]:
        service = row["name"].removesuffix("-web")
        ready = answers_ok(f"http://127.0.0.1:{web[service]}/{service}/readyz") if service in web else row["pid"]
        minutes = int(time.time() - row["since"]) // 60
        words = "runs" if row["pid"] and ready else "does not answer"
        say(f"  {row['name']:<16} {words:<16} pid {row['pid']!s:<8} {minutes:>5} min   restarts {row['restarts']}")


def reset() -> None:
    """Delete the stored data of the local run, so that the next start is a first start."""
    here = place()
    if holder_pid(here) is not None:
        raise Stop("Jinguo runs. Stop it first: make stop")
    for path in forget(here):
        say(f"  deleted {path.relative_to(ROOT)}")
    say("The next make run starts from nothing.")


def forget(here: Place) -> list[Path]:
    """Delete everything a stand has stored, and nothing that set-up made; return what was there."""
    there = [path for path in sorted(here.data.iterdir()) if path.name not in SET_UP] + [here.kafka_data]
    there = [path for path in there if path.exists()]
    for path in there:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return there
