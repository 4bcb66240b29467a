"""What the run says to a terminal: one line per step with its time, and sentences that tell what to do."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stop(SystemExit):
    """The run cannot go on; the message says why and what to do."""


def say(text: str = "") -> None:
    """Print a line at once, also when the output is a file."""
    print(text, flush=True)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say what is being done and, when done, how long it took."""
    began = time.monotonic()
    if sys.stdout.isatty():
        print(f"  … {name}", end="\r", flush=True)
    yield
    done(name, time.monotonic() - began)


def done(name: str, seconds: float) -> None:
    """Say that something is done."""
    say(f"  ✓ {name:<58} {seconds:5.1f} s")
