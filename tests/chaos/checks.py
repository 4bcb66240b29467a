"""What must hold after any fault: pure questions about what was said, acknowledged, heard and sent."""

from collections import Counter
from dataclasses import dataclass, field

EVERY = 5


@dataclass(frozen=True)
class Facts:
    """The state of the small service when all is quiet. Lists are in the order in which things were kept."""

    acknowledged: frozenset[tuple[str, int]] = frozenset()
    cases: dict[str, int] = field(default_factory=dict)
    said: dict[str, list[int]] = field(default_factory=dict)
    heard: dict[str, list[int]] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    books: str = ""


def lost(facts: Facts) -> list[str]:
    """Return what was acknowledged or said and is not there."""
    there = {(stream, n) for stream, numbers in facts.said.items() for n in numbers}
    found = [f"acknowledged and not said: {stream} {n}" for stream, n in sorted(facts.acknowledged - there)]
    for stream, numbers in facts.said.items():
        missing = Counter(numbers) - Counter(facts.heard.get(stream, []))
        found += [f"said and not heard: {stream} {number}" for number in sorted(missing)]
        if facts.cases.get(stream) != len(numbers):
            found.append(f"the case and its news differ: {stream}")
    wanted = {f"{stream}-{n}" for stream, numbers in facts.said.items() for n in numbers if n % EVERY == 0}
    return found + [f"wanted and not sent: letter {key}" for key in sorted(wanted - set(facts.letters))]


def doubled(facts: Facts) -> list[str]:
    """Return what took effect more than once."""
    found = []
    for stream, numbers in facts.heard.items():
        extra = Counter(numbers) - Counter(set(facts.said.get(stream, [])))
        found += [f"heard too often: {stream} {number}" for number in sorted(extra)]
    return found + [f"sent {count} times: letter {key}" for key, count in sorted(facts.letters.items()) if count != 1]


def swapped(facts: Facts) -> list[str]:
    """Return the streams whose events took effect in another order than they were said."""
    return [f"out of order: {stream}" for stream, numbers in sorted(facts.heard.items()) if numbers != sorted(numbers)]


def books(facts: Facts) -> list[str]:
    """Return whether `reconcile` came out unequal."""
    return [facts.books] if facts.books else []


CHECKS = {"nothing lost": lost, "nothing twice": doubled, "order kept": swapped, "books equal": books}
