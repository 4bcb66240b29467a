"""Those who ask one process for the same at once: the first leads, and writes for all who wait when its turn comes."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.running import Asker, Done, Once


@dataclass(slots=True, eq=False)
class Ask:
    """What one of a crowd asks for; `turn` is set when it was served, with what was `done`, or when it is to lead."""

    once: Once
    asker: Asker
    served: bool = False
    done: Done | None = None
    turn: threading.Event = field(default_factory=threading.Event)


@dataclass(slots=True)
class Crowd:
    """Who waits, in the order of coming; one of them leads at a time."""

    _waiting: list[Ask] = field(default_factory=list)
    _led: bool = False
    _door: threading.Lock = field(default_factory=threading.Lock)

    def leads(self, ask: Ask) -> bool:
        """Let one in; tell whether it leads at once because nobody does."""
        with self._door:
            self._waiting.append(ask)
            first, self._led = not self._led, True
        return first

    def all(self) -> list[Ask]:
        """Take all who wait out, for the leader among them to serve."""
        with self._door:
            asks, self._waiting = self._waiting, []
        return asks

    def go_on(self, served: Sequence[Ask]) -> None:
        """Wake those whose turn is over, answered or not, and let the first who waits now lead."""
        with self._door:
            following = self._waiting[:1]
            self._led = bool(following)
        for ask in served:
            ask.served = True
        for ask in (*served, *following):
            ask.turn.set()
