"""Chance that falls the same way for the same seed, wherever and in whatever order it is asked."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dice:
    """A source of chance named by words: `dice.at("woman", 7)` never depends on what was thrown before."""

    name: str

    def at(self, *words: object) -> "Dice":
        """Return the dice of one thing below this one."""
        return Dice("/".join([self.name, *map(str, words)]))

    def rng(self) -> random.Random:
        """Return a generator that begins anew each time."""
        return random.Random(self.name)  # noqa: S311  # a play, no secret

    def whole(self, least: int, most: int) -> int:
        """Return a whole number from least to most, both included."""
        return self.rng().randint(least, most)

    def one(self, choices: Sequence[T]) -> T:
        """Return one of several."""
        return self.rng().choice(choices)

    def weighed(self, weights: Sequence[tuple[T, int]]) -> T:
        """Return one of several, each as often as its weight says."""
        return self.rng().choices([one for one, _ in weights], [weight for _, weight in weights])[0]

    def chance(self, permille: int) -> bool:
        """Tell whether something happens that happens so often in a thousand times."""
        return self.rng().randrange(1000) < permille
