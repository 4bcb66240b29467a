"""The web's figures add up over gunicorn's workers."""

import re
import subprocess
import time
import urllib.request
from pathlib import Path

from deploy.local import secrets
from deploy.local.place import manifest
from deploy.local.places import ROOT, VENV
from deploy.local.ports import free
from tests.builders.world import environment


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()


def test_the_answers_of_all_workers_are_counted_together(mongo_url: str, tmp_path: Path):
    [port] = free(1)
    secrets.make(tmp_path / "secrets")
    (tmp_path / "data").mkdir()
    words = manifest()["process"]["web"]["command"]
    command = [word.format(service="loans", bind=f"127.0.0.1:{port}") for word in words]
    environ = {"PATH": f"{VENV / 'bin'}:/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    environ |= environment("loans", mongo_url, "t_figures_", tmp_path)
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)
        try:
            waited(f"http://127.0.0.1:{port}/loans/healthz")
            for _ in range(30):
                get(f"http://127.0.0.1:{port}/loans/healthz")
            figures = get(f"http://127.0.0.1:{port}/loans/internal/metrics")
        finally:
            server.terminate()
            server.wait(10)
    counted = re.search(
        r'jinguo_http_answers_total\{endpoint="health.healthz",service="loans",status="200"\} ([0-9.]+)', figures
    )
    assert counted, figures
    assert float(counted[1]) >= 30
    assert "jinguo_http_seconds_bucket" in figures


def waited(url: str) -> None:
    until = time.monotonic() + 40
    while True:
        try:
            get(url)
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
