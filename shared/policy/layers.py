"""Versions laid over each other value by value, each value with the document in which it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypedDict

from shared.policy.fields import leaves
from shared.policy.version import Change, Version

DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Layer:
    """Values that are laid over others; `documents` names those that stand in another document than `number`."""

    values: Mapping[str, Any]
    number: str
    documents: Mapping[str, str]

    def document(self, name: str) -> str:
        """Return the document of a dotted name: named by itself, by a table around it, or the layer's own."""
        while name:
            if name in self.documents:
                return self.documents[name]
            name = name.rpartition(".")[0]
        return self.number

    def names(self) -> list[str]:
        """Return the dotted names of its values, those laid last at the end."""
        named = [name for name, _ in leaves(self.values)]
        return sorted(named, key=list(self.documents).index) if set(named) <= set(self.documents) else named


class Laid(TypedDict):
    """Values and the document of each by dotted name."""

    values: dict[str, Any]
    documents: dict[str, str]


def own(one: Version | Change) -> Layer:
    """Return what a version or a change says itself."""
    values = {name: value for name, value in one.values.items() if name != DOCUMENTS}
    named = dict(one.documents) if isinstance(one, Version) else {}
    return Layer(values, one.source.document, named | dict(one.values.get(DOCUMENTS, {})))


def laid(versions: Sequence[Version], day: date, whole: frozenset[str]) -> Version:
    """Return versions laid together, the least specific first, with the changes in force on a day.

    The result is named after the last one that is no addition; one that inherits stands alone on what is below it.
    """
    named = [one for one in versions if not one.addition][-1]
    alone = [at for at, one in enumerate(versions) if one.alone and not one.addition]
    used = versions[alone[-1] :] if alone else versions
    found = together([layer for one in used for layer in _of(one, day)], whole)
    layers = tuple(one.id for one in used)
    return replace(named, values=found["values"], documents=_with_tables(found["documents"]), layers=layers)


def _with_tables(documents: Mapping[str, str]) -> dict[str, str]:
    """Add each table under its own name, with the document of the value in it that was laid last."""
    tables = {}
    for name, number in documents.items():
        while name := name.rpartition(".")[0]:
            tables[name] = number
    return {**tables, **documents}


def _of(version: Version, day: date) -> Iterator[Layer]:
    yield own(version)
    yield from (own(change) for change in version.changes if change.in_force(day))


def together(layers: Sequence[Layer], whole: frozenset[str]) -> Laid:
    """Lay values over each other, table by table; lists and the tables named in `whole` are replaced whole."""
    values: dict[str, Any] = {}
    documents: dict[str, str] = {}
    for layer in layers:
        values = _over(layer.values, values, whole)
        said = {name: layer.document(name) for name in layer.names()}
        documents = {name: no for name, no in documents.items() if name not in said} | said
    kept = {name for name, _ in leaves(values)}
    return {"values": values, "documents": {name: no for name, no in documents.items() if name in kept}}


def _over(above: Mapping[str, Any], below: Mapping[str, Any], whole: frozenset[str], path: str = "") -> dict[str, Any]:
    found = {**below, **above}
    for name in set(above) & set(below):
        here = f"{path}{name}"
        if isinstance(above[name], Mapping) and isinstance(below[name], Mapping) and here not in whole:
            found[name] = _over(above[name], below[name], whole, f"{here}.")
    return found
