"""What a topic may say: the name and kind of every value, read from the tables [fields.…] beside the versions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

WHOLE = "whole"


def _whole_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _at_least_nought(value: Any) -> bool:
    return _whole_number(value) and value >= 0


def _pairs(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(map(_at_least_nought, pair)) for pair in value
    )


KINDS: Mapping[str, Callable[[Any], bool]] = {
    "fen": _at_least_nought,
    "count": _at_least_nought,
    "months": _at_least_nought,
    "permille": lambda value: _at_least_nought(value) and value <= 1000,
    "bp": _whole_number,
    "flag": lambda value: isinstance(value, bool),
    "text": lambda value: isinstance(value, str),
    "texts": lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    "day": lambda value: isinstance(value, date),
    "pairs": _pairs,
}


@dataclass(frozen=True, slots=True)
class Fields:
    """The kinds of one topic's values by dotted name (`*` stands for any), and the names the nation must fill."""

    kinds: Mapping[str, str]
    needed: tuple[str, ...] = ()

    @property
    def whole(self) -> frozenset[str]:
        """Return the tables that a later or more specific version replaces whole, as it does a list."""
        return frozenset(name for name, kind in self.kinds.items() if kind == WHOLE)

    def faults(self, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield (dotted name, what is wrong) for values that are unknown or of another kind."""
        for name, value in leaves(values):
            kind = self._kind(name)
            if kind == WHOLE and value == {}:
                continue
            if kind is None or kind == WHOLE or value == {}:
                yield name, f"unknown field {name}"
            elif not fits(kind, value):
                yield name, f"{name} is {value!r}, and must be {kind}"

    def lacks(self, values: Mapping[str, Any]) -> Iterator[str]:
        """Yield the needed names for which there is no value."""
        there = dict(leaves(values))
        yield from (name for name in self.needed if name not in there)

    def _kind(self, name: str) -> str | None:
        if name in self.kinds:
            return self.kinds[name]
        return next((kind for known, kind in self.kinds.items() if "*" in known and fnmatchcase(name, known)), None)


def known_kind(kind: str) -> bool:
    """Tell whether a kind is one that values can be held against."""
    return kind == WHOLE or kind in KINDS or kind.startswith(("one of ", "some of "))


def fits(kind: str, value: Any) -> bool:
    """Tell whether a value is of a kind: `fen`, `months`, …, `one of A B`, `some of A B`."""
    how, _, codes = kind.partition(" of ")
    if how == "one":
        return isinstance(value, str) and value in codes.split()
    if how == "some":
        return isinstance(value, list) and set(map(str, value)) <= set(codes.split())
    return KINDS[kind](value)


def leaves(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (dotted name, value) of everything that is no table, and of empty tables."""
    for name, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def of_topic(fields: Mapping[str, Fields], topic: str) -> Fields | None:
    """Return the fields of a topic, or those of what stands before its first dot: loan.women_gd is a loan."""
    return fields.get(topic) or fields.get(topic.partition(".")[0])


def fields_in(contents: list[Mapping[str, Any]]) -> dict[str, Fields]:
    """Return the fields of every topic for which some file of a folder lists them."""
    kinds: dict[str, dict[str, str]] = {}
    needed: dict[str, list[str]] = {}
    for content in contents:
        for topic, names in content.get("fields", {}).items():
            kinds.setdefault(topic, {}).update(names)
        for topic, names in content.get("needed", {}).items():
            needed.setdefault(topic, []).extend(names)
    return {topic: Fields(names, tuple(needed.get(topic, ()))) for topic, names in kinds.items()}
