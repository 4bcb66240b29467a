"""Her home is put together from three services: the two others are asked at once and wait for nobody."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from typing import Any

from shared.access import Actor
from shared.errands.peer import Peer
from shared.errors import Problem

PATIENCE = 0.3
THREADS = 16

Items = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer on its way. A peer that hangs costs its 300 ms, not the page."""

    future: "Future[Items]"

    def get(self) -> Items | None:
        """Return the items, None when no answer has come in time; a late one is thrown away."""
        try:
            return self.future.result(timeout=PATIENCE)
        except (Problem, Late):
            return None


@dataclass(frozen=True, slots=True)
class Blocks:
    """What the others were asked for one woman."""

    enrolments: Asked
    applications: Asked


@dataclass(frozen=True, slots=True)
class ComposeHome:
    """Begins both questions; the caller reads its own rows meanwhile and takes the answers when it draws them."""

    training: Peer
    loans: Peer
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS, "home"))

    @classmethod
    def of(cls, peers: Mapping[str, Peer]) -> "ComposeHome":
        """Take the peers with 300 ms of patience instead of theirs."""
        return cls(replace(peers["training"], seconds=PATIENCE), replace(peers["loans"], seconds=PATIENCE))

    def __call__(self, person_id: str, *, by: Actor) -> Blocks:
        """Ask for her places and her applications; `by` is she herself."""
        enrolments = self._begin(lambda: self.training.get(f"/persons/{person_id}/enrolments", by=by))
        applications = self._begin(lambda: self.loans.get(f"/persons/{person_id}/applications", by=by))
        return Blocks(enrolments, applications)

    def _begin(self, ask: Callable[[], Any]) -> Asked:
        context = copy_context()  # the request's id goes along
        return Asked(self.pool.submit(context.run, _items, ask))


def _items(ask: Callable[[], Any]) -> Items:
    items: Items = ask()["items"]
    return items
