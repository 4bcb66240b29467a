"""What one service hands to its command line: how it is wired, what it listens to, what it runs when due."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pymongo.database import Database

from shared.events.consumer import Consumer, Handler
from shared.frame import Frame
from shared.jobs.job import Job
from shared.settings import Settings, read
from shared.storage.mongo import Document
from shared.storage.runner import Runner

U = TypeVar("U")


class Wired(Protocol[U]):
    """A service's wiring: `worker` is what events and jobs run on (30 s)."""

    @property
    def frame(self) -> Frame:
        """Return the real things of this process."""

    @property
    def worker(self) -> Runner[U]:
        """Return what runs use cases without a browser waiting."""


W = TypeVar("W", bound=Wired[Any])
Verb = Callable[[Job], None]


def _nothing(_wiring: object) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Program(Generic[W, U]):
    """One service. `jobs` and `rebuilds` return what runs by name, made from the wiring.

    `topics` are the ones it reads; a service reads the others' topics, its own only where it folds them too.
    """

    name: str
    wire: Callable[[Settings], W]
    indexes: Callable[[Database[Document]], None]
    topics: Sequence[str]
    handlers: Mapping[str, Handler[U]]
    jobs: Callable[[W], Mapping[str, Verb]] = _nothing
    rebuilds: Callable[[W], Mapping[str, Callable[[], object]]] = _nothing
    policy: Path | None = None
    settings: Callable[[str], Settings] = field(default=read)

    @contextmanager
    def wired(self) -> Iterator[W]:
        """Wire this process and give its connections back afterwards."""
        wiring = self.wire(self.settings(self.name))
        try:
            yield wiring
        finally:
            wiring.frame.close()

    def consumer(self, wiring: W) -> Consumer[U]:
        """Return what this service listens to, under its own name."""
        slot = wiring.frame.settings.work_slot
        return Consumer(self.name, self.topics, self.handlers, wiring.worker, slot=slot)
