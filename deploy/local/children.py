"""A child process: started with its log, signalled as a group, never left behind."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from deploy.local.console import Stop
from deploy.local.places import ROOT

START_WITHIN = 300.0


class NotReady(Exception):
    """A server did not come up; the message says which, and ends with the last lines of its log."""


def start_within() -> float:
    """Return how many seconds a whole start may take: what START_WITHIN says, else 300; raises Stop."""
    asked = os.environ.get("START_WITHIN") or str(START_WITHIN)
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", asked) or not float(asked):
        raise Stop(f"START_WITHIN must be a number of seconds, not {asked!r}.")
    return float(asked)


@dataclass(frozen=True)
class Program:
    """What to start: a name people read, the command line, the whole environment, and where its output goes."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    stop_with: signal.Signals = signal.SIGTERM


@dataclass
class Child:
    """One running (or ended) program. Signals reach the whole group, so gunicorn's workers go with their master."""

    program: Program
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it; its output is appended to its log."""
        self.program.log.parent.mkdir(parents=True, exist_ok=True)
        with self.program.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*_tied_to_us(), *self.program.command],
                cwd=ROOT,
                env=dict(self.program.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int | None:
        """Return the process id while it runs."""
        return self.process.pid if self.process and self.running else None

    @property
    def running(self) -> bool:
        """Tell whether it is alive (a frozen one is)."""
        return self.process is not None and self.process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """Return how it ended: the exit code, or minus the signal; None while it runs."""
        return self.process.poll() if self.process else None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process and everything it started; nothing happens when it has ended."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def kill9(self) -> None:
        """End it as a power cut would."""
        self.signal(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def ask_to_stop(self) -> None:
        """Ask it to end; a frozen process is woken for that."""
        self.signal(self.program.stop_with)
        self.signal(signal.SIGCONT)

    def stop(self, grace: float = 5.0) -> None:
        """Ask it to end and end it after `grace` seconds."""
        stop_all([self], grace)

    def last_lines(self, count: int = 25) -> str:
        """Return the end of its log."""
        if not self.program.log.exists():
            return ""
        return "\n".join(self.program.log.read_text(errors="replace").splitlines()[-count:])


def stop_all(children: Sequence[Child], grace: float) -> None:
    """Ask all to end at once, wait together, and kill who is still there after `grace` seconds, groups and all."""
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + grace
    while any(child.running for child in children) and time.monotonic() < until:
        time.sleep(0.02)
    for child in children:
        child.kill9()


def wait_for(what: str, ready: Callable[[], bool], seconds: float, child: Child | None = None) -> None:
    """Ask `ready` until it says yes; raises NotReady when the time is over or the child has ended."""
    until = time.monotonic() + seconds
    while True:
        ended = child is not None and not child.running  # before the question: who ends well in between has answered it
        if ready():
            return
        if ended or time.monotonic() > until:
            reason = "ended at once" if ended else f"gave no answer within {seconds:.0f} s"
            lines = f" Its last lines:\n{child.last_lines()}" if child else ""
            raise NotReady(f"{what} {reason}.{lines}")
        time.sleep(0.03)


def run_all(programs: Iterable[Program], seconds: float = 240.0) -> None:
    """Run commands side by side to their end; raises NotReady with the log of one that failed or takes longer."""
    children = [Child(program) for program in programs]
    for child in children:
        child.start()
    try:
        for child in children:
            wait_for(child.program.name, partial(_ended_well, child), seconds, child)
    finally:
        stop_all(children, 1.0)


def _ended_well(child: Child) -> bool:
    return child.exit_code == 0


def _tied_to_us() -> list[str]:
    """Return a prefix that ends the child with us, even by kill -9.

    The kernel ties a child to the thread that made it, so this holds for the main thread only.
    """
    main = threading.current_thread() is threading.main_thread()
    return ["setpriv", "--pdeathsig", "KILL", "--"] if main else []
