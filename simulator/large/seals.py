"""Remembers what was sealed while a city is played, so that a copy can be sealed anew under another woman's key."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bson.binary import Binary

from shared.storage.mongo import Document
from shared.storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed value: whose, for which place and field, and what it says."""

    owner: str
    place: str
    value: str | bytes


@dataclass(slots=True)
class Recorder:
    """Listens to the vault of one service. Nothing of it leaves this process."""

    vault: Vault
    known: dict[bytes, Sealed] = field(default_factory=dict)

    def listen(self) -> None:
        """Remember every value from now on."""
        seal = self.vault.seal

        def remembering(session: Any, person_id: str, place: str, values: Mapping[str, Any]) -> Document:
            made = seal(session, person_id, place, values)
            for name, one in made.items():
                self.known[bytes(one)] = Sealed(person_id, f"{place}.{name}", values[name])
            return made

        self.vault.__dict__["seal"] = remembering


@dataclass(slots=True)
class Keys:
    """Fresh data keys of one copy in one service; `rows` are their documents."""

    vault: Vault
    made: dict[str, bytes] = field(default_factory=dict)

    def seal(self, owner: str, place: str, value: str | bytes) -> Binary:
        """Return a value sealed for its new owner."""
        if owner not in self.made:
            self.made[owner] = os.urandom(32)
        return self.vault.sealed_with(self.made[owner], owner, place, value)

    def rows(self) -> list[Document]:
        """Return the wrapped keys."""
        return [self.vault.wrapped(owner, key) for owner, key in self.made.items()]
