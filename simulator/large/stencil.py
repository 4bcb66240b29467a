"""One document of the played city as bytes, with the places that differ in a copy; a copy is cut without reading it."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument

from shared.events.outbox import shard_of
from simulator.large.seals import Keys, Sealed
from simulator.large.twins import HEX, NUMBER, PAPER, Original, Twin

NAMED_BY = {"jobs": "key", "outbox": "stream"}  # news and promises about what is not copied are not copied either
SHARD = b"\x10shard\x00"
CODE = "code"
Known = tuple[dict[bytes, Sealed], set[bytes]]  # what was sealed, and fingerprints by which somebody is found
CODED = frozenset({"certificates", "nominations"})


@dataclass(slots=True)
class Stencil:
    """Where ids, numbers, fingerprints and sealed values stand in one document, and which they are."""

    raw: bytes
    ids: list[tuple[int, bytes]] = field(default_factory=list)
    numbers: list[tuple[int, bytes, bytes]] = field(default_factory=list)
    papers: list[tuple[int, bytes]] = field(default_factory=list)
    marks: list[tuple[int, bytes]] = field(default_factory=list)
    sealed: list[tuple[int, int, Sealed]] = field(default_factory=list)
    codes: list[tuple[int, str]] = field(default_factory=list)
    shard: tuple[int, str] | None = None

    @classmethod
    def of(cls, name: str, row: dict[str, Any], original: Original, known: Known) -> "Stencil | None":
        """Return the stencil of a row of collection `name`; None for a row that belongs to no copy."""
        seals, marks = known
        raw = bson.encode(row)
        made = cls(raw)
        made.ids = [(one.start(), one.group()) for one in HEX.finditer(raw) if one.group().decode() in original.ids]
        key = str(row[NAMED_BY.get(name, "_id")])
        if not any(one.decode() in key for _, one in made.ids):
            return None
        made.numbers = [(one.start(2), one.group(1), one.group(2)) for one in NUMBER.finditer(raw)]
        made.papers = [(one.start(2), one.group(2)) for one in PAPER.finditer(raw)]
        for value in _binaries(row):
            at = raw.find(value)
            if value in seals:
                made.sealed.append((at, len(value), seals[value]))
            elif value in marks:
                made.marks.append((at, value))
        if name in CODED and row.get(CODE):
            made.codes.append((raw.index(row[CODE].encode()), row[CODE]))
        if name == "outbox":
            made.shard = (raw.index(SHARD) + len(SHARD), row["stream"])
        return made

    def cut(self, twin: Twin, keys: Keys) -> RawBSONDocument:
        """Return the document as it stands in a copy."""
        fresh = bytearray(self.raw)
        for at, old in self.ids:
            fresh[at : at + 32] = twin.ids[old]
        for at, series, digits in self.numbers:
            fresh[at : at + len(digits)] = twin.number(series, digits)
        for at, digits in self.papers:
            fresh[at : at + len(digits)] = twin.paper(digits)
        for at, old in self.marks:
            fresh[at : at + len(old)] = twin.marks[old]
        for at, old_code in self.codes:
            fresh[at : at + len(old_code)] = twin.code(old_code).encode()
        for at, length, one in self.sealed:
            self._reseal(fresh, (at, length), one, (twin, keys))
        if self.shard is not None:
            stream = HEX.sub(lambda one: twin.ids.get(one.group(), one.group()), self.shard[1].encode()).decode()
            fresh[self.shard[0] : self.shard[0] + 4] = struct.pack("<i", shard_of(stream))
        return RawBSONDocument(bytes(fresh))

    @staticmethod
    def _reseal(fresh: bytearray, where: tuple[int, int], one: Sealed, with_: tuple[Twin, Keys]) -> None:
        (at, length), (twin, keys) = where, with_
        owner = twin.ids.get(one.owner.encode(), one.owner.encode()).decode()
        value = twin.said(one.owner, one.value) if isinstance(one.value, str) else one.value
        made = bytes(keys.seal(owner, one.place, value))
        if len(made) != length:
            raise ValueError(f"{one.place} is longer in a copy")
        fresh[at : at + length] = made


def _binaries(value: Any) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield bytes(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _binaries(one)
    elif isinstance(value, list):
        for one in value:
            yield from _binaries(one)
