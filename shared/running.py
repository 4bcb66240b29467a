"""How the web runs a use case: a question, a command, a command at most once; what stands behind is a transaction."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from shared.access import Actor

U = TypeVar("U")
U_co = TypeVar("U_co", covariant=True)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Once:
    """An idempotency key of one actor, and the hash of the request it came with."""

    actor: str
    key: str
    request_hash: str

    @property
    def id(self) -> str:
        """Return the row's id: actor and key together, hashed so that the key itself is not kept."""
        return hashlib.sha256(f"{self.actor}\0{self.key}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind: the id of the resource to show, and whether this was a replay."""

    resource_id: str
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks for what many ask for at once, and the id of the request ("" = the one that runs now)."""

    by: Actor
    request: str = ""


class Runs(Protocol[U_co]):
    """Runs the use cases of one service."""

    def ask(self, question: Callable[[U_co], R]) -> R:
        """Answer a question that changes nothing."""

    def survey(self, question: Callable[[U_co], R]) -> R:
        """Answer a question that counts everything, from one moment's data; it may take minutes."""

    def run(self, work: Callable[[U_co], R], *, hot: str | None = None) -> R:
        """Run one use case wholly inside one transaction; `hot` names a document many write at once."""

    def seen(self, once: Once) -> Done | None:
        """Return what a command left behind that was done under this key, None before; raises as `once`."""

    def once(self, once: Once, work: Callable[[U_co], str], *, hot: str | None = None) -> Done:
        """Run a command that returns its resource's id, at most once per key."""

    def together(
        self, once: Once, asker: Asker, work: Callable[[U_co, Sequence[Asker]], Sequence[str]], *, hot: str
    ) -> Done:
        """Run a command as `once` does, in one transaction with all who ask for the same (`hot`) at this moment."""
