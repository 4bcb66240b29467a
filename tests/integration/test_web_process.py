"""A service's web process under gunicorn: counts from nothing at each start, and lets a request end before it goes."""

import json
import os
import signal
import socket
import threading
import urllib.request
from pathlib import Path

from deploy.local.children import Child, Program, wait_for
from deploy.local.place import manifest
from deploy.local.places import VENV
from deploy.local.ports import answers, free

APP = """
import os, time
from flask import Flask
from pathlib import Path

def create_app():
    app = Flask("slow")
    app.extensions["close"] = [lambda: Path(os.environ["DATA_DIR"], f"closed-{os.getpid()}").touch()]
    Path(os.environ["DATA_DIR"], f"made-{os.getpid()}").touch()

    @app.get("/slow")
    def slow():
        Path(os.environ["DATA_DIR"], "begun").touch()
        time.sleep(1)
        return os.environ["PROMETHEUS_MULTIPROC_DIR"]

    def below(environ, start, flask=app.wsgi_app):
        if environ["PATH_INFO"].startswith("/calendars/"):
            raise ValueError(environ["PATH_INFO"])
        return flask(environ, start)

    app.wsgi_app = below
    return app
"""


def the_process(folder: Path, port: int) -> Program:
    package = folder / "code" / "weaving" / "slow"
    package.mkdir(parents=True, exist_ok=True)
    for place in (package.parent, package):
        (place / "__init__.py").touch()
    (package / "app.py").write_text(APP)
    line = [word.format(service="x", bind=f"127.0.0.1:{port}") for word in manifest()["process"]["web"]["command"]]
    command = [*line[:-1], "--pythonpath", str(folder / "code"), "weaving.slow.app:create_app()"]
    environment = {"PATH": f"{VENV / 'bin'}:{os.environ['PATH']}", "DATA_DIR": str(folder), "LANG": "C.UTF-8"}
    return Program("slow-web", command, environment, folder / "slow.log")


def test_a_request_ends_before_the_process_does_and_what_was_open_is_closed(tmp_path: Path):
    [port] = free(1)
    old = tmp_path / "metrics" / "slow"
    old.mkdir(parents=True)
    (old / "counter_1.db").touch()
    child = Child(the_process(tmp_path, port))
    child.start()
    wait_for("both workers", lambda: len(list(tmp_path.glob("made-*"))) == 2 and answers(port), 60, child)
    heard: list[str] = []

    def ask() -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/slow") as answer:
            heard.append(answer.read().decode())

    asking = threading.Thread(target=ask)
    asking.start()
    wait_for("the request", (tmp_path / "begun").exists, 60, child)
    child.signal(signal.SIGTERM)
    asking.join()
    wait_for("the end", lambda: not child.running, 60)
    assert heard == [str(old)]
    assert not (old / "counter_1.db").exists()
    assert len(list(tmp_path.glob("closed-*"))) == 2, child.last_lines()


def test_what_the_server_itself_says_names_no_address_and_repeats_no_request(tmp_path: Path):
    [port] = free(1)
    child = Child(the_process(tmp_path, port))
    child.start()
    wait_for("a worker", lambda: bool(list(tmp_path.glob("made-*"))) and answers(port), 60, child)
    for request in ("GET /calendars/opens-it HTTP/1.1\r\nHost: x", "GET /calendars/opens-it HTTP/none\r\nHost: x"):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.sendall(f"{request}\r\nConnection: close\r\n\r\n".encode())
            assert line.recv(100)
    child.stop(30)
    said = [json.loads(line) for line in child.program.log.read_text().splitlines()]
    assert {(one["level"], one["event"]) for one in said} >= {
        ("error", "Error handling request GET …"),
        ("warning", "Invalid request from ip=127.0.0.1"),
    }
    assert "ValueError" in str(said)
    assert "opens-it" not in str(said)
