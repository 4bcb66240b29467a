"""Trying again what may pass by itself, with growing pauses, until told to stop."""

import logging
import random
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pymongo.errors import PyMongoError

from shared.errors import Problem, Stale
from shared.storage.mongo import is_transient

R = TypeVar("R")

STALE_TRIES = 8
LONGEST_PAUSE = 60.0

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The process is going down; nothing was decided."""


def patient(work: Callable[[], R], stop: threading.Event, pause: float = 0.05) -> R:
    """Return what `work` returns; try again while the database is away, and some times when somebody was faster.

    Raises what cannot pass by itself, and Stopped when `stop` is set between two tries.
    """
    stale = 0
    while True:
        try:
            return work()
        except (PyMongoError, Problem) as error:
            stale += isinstance(error, Stale)
            if not is_transient(error) and not (isinstance(error, Stale) and stale < STALE_TRIES):
                raise
            log.warning("trying again in %.2f s: %s", pause, where(error))
        if stop.wait(pause * random.uniform(0.5, 1.0)):  # noqa: S311 - spreads retries, keeps no secret
            raise Stopped
        pause = min(LONGEST_PAUSE, pause * 2)


def where(error: BaseException) -> str:
    """Return class (with slug) and place of an error, never its text: that could hold personal data."""
    name = type(error).__name__
    if isinstance(error, Problem):
        name = f"{name}({error.slug})"
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or list(frames)
    if not ours:
        return name
    path = Path(ours[-1].filename)
    return f"{name} at {'/'.join(path.parts[-3:])}:{ours[-1].lineno}"
