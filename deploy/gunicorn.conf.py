"""gunicorn's hooks; its flags stand in deploy/processes.toml.

No preload: a client made before the fork is shared by the workers and breaks them. Each worker makes its own
in create_app() and closes it when it goes. The modules are read once before the fork all the same: reading them is
most of what a start costs, and importing opens nothing.
"""

# ruff: noqa: N999  (gunicorn looks for this name)
import gc
import importlib
import os
import shutil
from pathlib import Path

from gunicorn.glogging import Logger

from shared.web import logs

worker_tmp_dir = "/dev/shm"  # noqa: S108  # the heartbeat file must not wait for a disk
accesslog = None  # shared/web/logs.py writes one line per answer
loglevel = "warning"


class Lines(Logger):
    """What gunicorn says itself, as our lines are, without the addresses and headers that were sent to it."""

    def setup(self, cfg):
        """Set the level as gunicorn does, and write as we do."""
        super().setup(cfg)
        lines = logs.handler()
        lines.addFilter(logs.without_what_was_sent)
        self.error_log.handlers = [lines]


logger_class = Lines


def on_starting(server):
    """Count from nothing, figures of workers that are gone would be added for ever; then read the modules once.

    What the modules are made of lives as long as the process: no worker looks through it for garbage again.
    """
    folder = Path(os.environ["DATA_DIR"]) / "metrics" / server.proc_name.split(":")[0].split(".")[1]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    gc.disable()
    importlib.import_module(server.proc_name.split(":")[0])
    gc.freeze()
    gc.enable()


def worker_exit(_server, worker):
    """Close what the worker's app opened."""
    app = getattr(worker, "wsgi", None)  # absent when the app could not be made
    for close in getattr(app, "extensions", {}).get("close", ()):
        close()


def child_exit(_server, worker):
    """Forget the gauges of a worker that is gone."""
    from prometheus_client import multiprocess  # noqa: PLC0415  # it looks for the folder when it is first imported

    multiprocess.mark_process_dead(worker.pid)
