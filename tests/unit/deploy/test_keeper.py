"""A program that ends comes back without touching the others, and nothing stays behind when all stop."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.local.children import Child, NotReady, Program, wait_for
from deploy.local.keeper import Keeper


def a_program(folder: Path, name: str, code: str) -> Program:
    return Program(name, [sys.executable, "-c", code], {"PATH": os.environ["PATH"]}, folder / f"{name}.log")


SLEEP = "import time; time.sleep(60)"


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except (FileNotFoundError, ProcessLookupError):  # before it was opened, or between that and reading
        return True


def tend_until(keeper: Keeper, came: object, seconds: float = 5.0) -> None:
    until = time.monotonic() + seconds
    while not came() and time.monotonic() < until:
        keeper.tend()
        time.sleep(0.01)
    assert came()


def test_a_program_that_ends_is_started_again_and_the_other_is_left_alone(tmp_path: Path):
    said: list[str] = []
    keeper = Keeper(said.append)
    first = keeper.start(a_program(tmp_path, "first", SLEEP))
    second = keeper.start(a_program(tmp_path, "second", SLEEP))
    old, untouched = first.pid, second.pid
    first.kill9()
    tend_until(keeper, lambda: first.pid not in {None, old})
    assert second.pid == untouched
    assert keeper.kept["first"].restarts == 1
    assert said == ["first ended (signal 9); starting it again in 0.2 s"]
    keeper.stop(["first", "second"], 1)


def test_the_pause_before_a_restart_grows_to_five_seconds(tmp_path: Path):
    keeper = Keeper(lambda _text: None)
    keeper.start(a_program(tmp_path, "short", "pass"))
    kept = keeper.kept["short"]
    pauses = []
    for _ in range(7):
        kept.child.kill9()
        pauses.append(kept.pause)
        keeper.tend()
        kept.due_at = 0.0
        keeper.tend()
    assert pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
    keeper.stop(["short"], 1)


def test_what_was_stopped_stays_stopped(tmp_path: Path):
    keeper = Keeper(lambda _text: None)
    child = keeper.start(a_program(tmp_path, "quiet", SLEEP))
    keeper.stop(["quiet"], 1)
    keeper.tend()
    assert not child.running
    assert keeper.kept["quiet"].due_at is None


def test_a_program_that_will_not_end_is_ended_with_all_it_started(tmp_path: Path):
    code = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"print(subprocess.Popen([sys.executable, '-c', {SLEEP!r}]).pid, flush=True)\n"
        "time.sleep(60)"
    )
    child = Child(a_program(tmp_path, "stubborn", code))
    child.start()
    wait_for("its child", lambda: bool(child.last_lines()), 5, child)
    below = int(child.last_lines())
    began = time.monotonic()
    child.stop(0.2)
    assert time.monotonic() - began < 1
    wait_for("the end of its child", lambda: gone(below), 5)


def test_a_frozen_program_can_be_stopped(tmp_path: Path):
    child = Child(a_program(tmp_path, "frozen", SLEEP))
    child.start()
    child.signal(signal.SIGSTOP)
    child.stop(1)
    assert child.exit_code == -signal.SIGTERM


def test_a_child_does_not_outlive_us(tmp_path: Path):
    code = (
        "import os, pathlib, sys, time\n"
        "from deploy.local.children import Child, Program\n"
        f"log = pathlib.Path({str(tmp_path / 'o.log')!r})\n"
        f"child = Child(Program('orphan', [sys.executable, '-c', {SLEEP!r}], dict(os.environ), log))\n"
        "child.start()\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        below = int(parent.stdout.readline())
        comm = Path(f"/proc/{below}/comm")
        wait_for("the child's own program", lambda: comm.read_text().startswith("python"), 5)
        parent.kill()
    wait_for("the end of the child", lambda: gone(below), 5)


def test_a_server_that_does_not_come_is_named_with_the_end_of_its_log(tmp_path: Path):
    child = Child(a_program(tmp_path, "broken", "raise SystemExit('no such folder')"))
    child.start()
    with pytest.raises(NotReady, match=r"(?s)Broken ended at once.*no such folder"):
        wait_for("Broken", lambda: False, 5, child)


def test_a_command_that_ends_well_while_it_is_being_asked_has_ended_well(tmp_path: Path):
    child = Child(a_program(tmp_path, "quick", ""))
    child.start()
    asked: list[bool] = []

    def ended_just_after_the_question() -> bool:
        asked.append(child.process.wait() == 0)
        return len(asked) > 1

    wait_for("Quick", ended_just_after_the_question, 5, child)
