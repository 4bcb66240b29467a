"""A start in the background comes within its time or leaves nothing behind, and how long that is can be said."""

import sys
from pathlib import Path

import pytest

from deploy.local.children import start_within, wait_for
from deploy.local.console import Stop
from deploy.local.place import for_local
from deploy.local.run import in_background
from deploy.local.stand import Stand

DEAF = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(below.pid, flush=True)
time.sleep(600)
"""
READY = "import pathlib, sys; pathlib.Path(sys.argv[1]).touch()"


def gone(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


def test_what_does_not_come_in_time_is_ended_with_all_it_started_even_when_it_will_not_hear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("deploy.local.run.STOP_WITHIN", 0.2)
    log = tmp_path / "output.log"
    assert not in_background([sys.executable, "-c", DEAF], tmp_path / "ready", log, 3)
    below = int(log.read_text())
    wait_for("the end of what it started", lambda: gone(below), 20)


def test_what_comes_is_told(tmp_path: Path):
    ready = tmp_path / "ready"
    child = in_background([sys.executable, "-c", READY, str(ready)], ready, tmp_path / "output.log", 60)
    assert child is not None
    assert child.wait(20) == 0


def test_one_setting_gives_a_slow_machine_the_time_it_needs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("START_WITHIN", "0.01")
    stand = Stand(for_local(gate=8080, tls=False), tell=print, done=print)
    assert stand.within == start_within() == 0.01
    monkeypatch.delenv("START_WITHIN")
    assert start_within() == 300


@pytest.mark.parametrize("asked", ["0", "-1", "soon", "nan"])
def test_a_time_that_is_none_is_refused_in_a_sentence(asked: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("START_WITHIN", asked)
    with pytest.raises(Stop, match="START_WITHIN must be a number of seconds"):
        start_within()
