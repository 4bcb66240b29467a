"""What is different in one copy: ids, running numbers, and for each woman her ID number, phone and codes."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from shared.storage.vault import BlindIndex
from simulator.firms import code_of
from simulator.people import PHONES, Woman, id_number

HEX = re.compile(rb"[0-9a-f]{32}")
NUMBER = re.compile(rb"((?:DK|PX|ZS|FZ|DB)-[0-9]{6}-[0-9]{4})-([0-9]{4,6})")
PAPER = re.compile(rb"((?:HT|JJ)[0-9]{14})([0-9]{7})")
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
AREAS, AREA_STEP = 340_000, 4_000  # areas of first registration that no woman of the played city has


@dataclass(frozen=True, slots=True)
class Original:
    """The played city: all its ids, its women by person id, how far each series of numbers has come, how many women."""

    ids: frozenset[str]
    women: Mapping[str, Woman]
    series: Mapping[bytes, int]
    count: int
    blind: BlindIndex


@dataclass(frozen=True)
class Twin:
    """Copy number `k` of an original, from 1."""

    of: Original
    k: int

    @cached_property
    def ids(self) -> dict[bytes, bytes]:
        """Return the new id of each; the instant in the old one stays, so that newest first stays newest first."""
        return {one.encode(): self.id(one) for one in self.of.ids}

    @cached_property
    def words(self) -> dict[str, list[tuple[str, str]]]:
        """Return by person id what changes in texts about her: ID number, its masked form, phone, enterprise code."""
        return {person: list(self._changes(woman)) for person, woman in self.of.women.items()}

    @cached_property
    def marks(self) -> dict[bytes, bytes]:
        """Return the new fingerprint of each value by which somebody is found."""
        found = {}
        for woman in self.of.women.values():
            new = self.woman(woman)
            pairs = zip(_values(woman), _values(new), strict=True)
            for (name, old), (_, fresh) in pairs:
                found[bytes(self.of.blind.of(name, old))] = bytes(self.of.blind.of(name, fresh))
        return found

    def woman(self, one: Woman) -> Woman:
        """Return her counterpart: same name, same day of birth, nobody's ID number, a phone of her own."""
        area = AREAS + (int(one.county) % 97) * AREA_STEP + self.k
        born = one.id_no[6:14]
        ident = id_number(str(area), date(int(born[:4]), int(born[4:6]), int(born[6:])))
        no = one.no + self.k * self.of.count
        return Woman(no, one.county, one.home, one.name, ident, str(PHONES + no), one.education, one.hukou, one.groups)

    def number(self, series: bytes, digits: bytes) -> bytes:
        """Return a running number moved behind those of the copies before; raises ValueError when it has no room."""
        moved = str(int(digits) + self.k * self.of.series[series]).zfill(len(digits)).encode()
        if len(moved) > len(digits):
            raise ValueError(f"{series.decode()} has no room for {moved.decode()}: play more women before copying")
        return moved

    def paper(self, digits: bytes) -> bytes:
        """Return the running number of a paper of the bank."""
        return str(int(digits) + self.k * self.of.count).zfill(len(digits)).encode()

    def code(self, old: str) -> str:
        """Return a public code of its own."""
        drawn = hashlib.blake2b(f"{self.k}:{old}".encode(), digest_size=len(old)).digest()
        return "".join(ALPHABET[one % len(ALPHABET)] for one in drawn)

    def said(self, person: str, text: str) -> str:
        """Return a text about a woman as it reads in the copy."""
        for old, new in self.words.get(person, ()):
            text = text.replace(old, new)
        return text

    def id(self, old: str) -> bytes:
        """Return the new id of one."""
        drawn = hashlib.blake2b(f"{self.k}:{old}".encode(), digest_size=16).hexdigest()
        return f"{old[:13]}{drawn[:19]}".encode()

    def _changes(self, one: Woman) -> Iterable[tuple[str, str]]:
        new = self.woman(one)
        yield one.id_no, new.id_no
        yield f"{one.id_no[:6]}********{one.id_no[-4:]}", f"{new.id_no[:6]}********{new.id_no[-4:]}"
        yield one.phone, new.phone
        for kind in ("91", "92", "93"):
            yield code_of(kind, one), code_of(kind, new)


def _values(one: Woman) -> list[tuple[str, str]]:
    codes = [("uscc", code_of(kind, one)) for kind in ("91", "92", "93")]
    return [("id_no", one.id_no), ("phone", one.phone), *codes]
