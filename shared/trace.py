"""Which request or event caused what is happening now; travels into events and logs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Trace:
    """W3C traceparent, the request that began it all, and the event or request that caused this step."""

    traceparent: str
    correlation_id: str
    causation_id: str


def begin(request_id: str | None = None, causation_id: str | None = None) -> Trace:
    """Return a new trace; the request id is kept when it has the shape of one of ours."""
    request = request_id or new_id()
    return Trace(f"00-{request[:32].ljust(32, '0')}-{new_id()[-16:]}-01", request, causation_id or request)


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace:
    """Return the trace of this thread of work; a new one where nothing was begun (command line, tests)."""
    trace = _current.get()
    if trace is None:
        trace = begin()
        _current.set(trace)
    return trace


@contextmanager
def within(trace: Trace) -> Iterator[Trace]:
    """Run a block under a trace."""
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)
