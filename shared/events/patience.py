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
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or list(frames)
    return f"{_kind(error)} at {_place(ours[-1])}" if ours else _kind(error)


def trail(error: BaseException) -> list[str]:
    """Return classes, places and functions of an error and of all it came from, newest first, never a text."""
    found: list[str] = []
    seen: set[int] = set()
    left = [error]
    while left:
        one = left.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        frames = traceback.extract_tb(one.__traceback__)
        found += [_kind(one), *(f"  {_place(frame)} in {frame.name}" for frame in frames)]
        before = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        left += [*([before] if before else []), *(one.exceptions if isinstance(one, BaseExceptionGroup) else ())]
    return found


def _kind(error: BaseException) -> str:
    name = type(error).__name__
    return f"{name}({error.slug})" if isinstance(error, Problem) else name


def _place(frame: traceback.FrameSummary) -> str:
    return f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno}"
