"""Sealing: one data key per person and service, wrapped by the service's own key; blind indexes for looking up.

value = version 1 || algorithm 1 || nonce 12 || ciphertext || tag 16, bound to service, person and place, so that a
value moved to another row, field or service does not open.
"""

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bson.binary import Binary
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pymongo import ReplaceOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from shared.storage.mongo import Document

VERSION = 1
A256GCM = 1
NONCE = 12
ERASED = "已删除"


class UnknownAlgorithm(ValueError):
    """A stored value names an algorithm this version cannot open."""


class Broken(ValueError):
    """A stored value was changed, or belongs to another person, place or service."""


@dataclass(frozen=True, slots=True)
class WrappingKeys:
    """The service's wrapping keys by version; the highest wraps new data keys, the others still open old ones."""

    by_version: Mapping[int, bytes]

    @classmethod
    def load(cls, folder: Path) -> "WrappingKeys":
        """Read `kek` (version 1) and `kek-<n>` (later versions) of 32 bytes each."""
        later = {int(path.name.removeprefix("kek-")): path.read_bytes() for path in folder.glob("kek-*")}
        return cls({1: (folder / "kek").read_bytes(), **later})

    @property
    def current(self) -> int:
        """Return the version that wraps new data keys."""
        return max(self.by_version)


class Vault:
    """Seals and opens what belongs to a person in one service; destroying her key makes all of it unreadable."""

    def __init__(self, db: Database[Document], service: str, keys: WrappingKeys) -> None:
        self.rows = db["keys"]
        self.service = service
        self.wrapping = keys

    def seal(self, session: ClientSession | None, person_id: str, place: str, values: Mapping[str, Any]) -> Document:
        """Return each value (text or bytes) sealed for `place.field`; who is new gets her data key here."""
        key = self._key(session, person_id)
        return {name: self._sealed(key, person_id, f"{place}.{name}", value) for name, value in values.items()}

    def open(
        self, person_id: str, place: str, values: Mapping[str, bytes], session: ClientSession | None = None
    ) -> dict[str, str]:
        """Return one person's texts; `已删除` for each once her key is destroyed. Raises Broken, UnknownAlgorithm."""
        return self.open_each(place, [(person_id, values)], session)[0]

    def open_each(
        self, place: str, rows: Iterable[tuple[str, Mapping[str, bytes]]], session: ClientSession | None = None
    ) -> list[dict[str, str]]:
        """Return the texts of many rows, each with whom it belongs to, with one read of keys."""
        sealed = list(rows)
        wanted = sorted({person_id for person_id, values in sealed if values})
        stored = self.rows.find({"_id": {"$in": wanted}}, session=session) if wanted else ()
        keys = {row["_id"]: self._unwrap(row) for row in stored}
        return [self._texts(keys.get(person_id), person_id, place, values) for person_id, values in sealed]

    def open_bytes(self, person_id: str, place: str, name: str, value: bytes) -> bytes | None:
        """Return a sealed paper, or None when her key was destroyed."""
        row = self.rows.find_one({"_id": person_id})
        return self._opened(self._unwrap(row), person_id, f"{place}.{name}", value) if row else None

    def destroy(self, session: ClientSession, person_id: str) -> None:
        """Delete her data key in this service."""
        self.rows.delete_one({"_id": person_id}, session=session)

    def rewrap(self, limit: int = 1000) -> int:
        """Wrap up to `limit` data keys with the current version, restartable while serving; returns how many."""
        old = list(self.rows.find({"v": {"$ne": self.wrapping.current}}).limit(limit))
        writes = [
            ReplaceOne({"_id": row["_id"], "v": row["v"]}, self._wrapped(row["_id"], self._unwrap(row))) for row in old
        ]
        if writes:
            self.rows.bulk_write(writes, ordered=False)
        return len(writes)

    def sealed_with(self, key: bytes, person_id: str, place: str, value: str | bytes) -> Binary:
        """Return a value sealed with a data key that is not stored yet, for whoever writes many rows at once."""
        return self._sealed(key, person_id, place, value)

    def wrapped(self, person_id: str, key: bytes) -> Document:
        """Return the row in which such a key is stored."""
        return self._wrapped(person_id, key)

    def _key(self, session: ClientSession | None, person_id: str) -> bytes:
        row = self.rows.find_one({"_id": person_id}, session=session)
        if row is not None:
            return self._unwrap(row)
        key = os.urandom(32)
        self.rows.insert_one(self._wrapped(person_id, key), session=session)
        return key

    def _wrapped(self, person_id: str, key: bytes) -> Document:
        version = self.wrapping.current
        nonce = os.urandom(NONCE)
        wrapped = nonce + AESGCM(self.wrapping.by_version[version]).encrypt(nonce, key, self._key_aad(person_id))
        return {"_id": person_id, "v": version, "alg": "A256GCM", "w": Binary(wrapped)}

    def _unwrap(self, row: Mapping[str, Any]) -> bytes:
        wrapped = bytes(row["w"])
        try:
            return AESGCM(self.wrapping.by_version[row["v"]]).decrypt(
                wrapped[:NONCE], wrapped[NONCE:], self._key_aad(row["_id"])
            )
        except InvalidTag as error:
            raise Broken(row["_id"]) from error

    def _sealed(self, key: bytes, person_id: str, place: str, value: str | bytes) -> Binary:
        nonce = os.urandom(NONCE)
        plain = value.encode() if isinstance(value, str) else value
        return Binary(
            bytes((VERSION, A256GCM)) + nonce + AESGCM(key).encrypt(nonce, plain, self._aad(person_id, place))
        )

    def _opened(self, key: bytes, person_id: str, place: str, value: bytes) -> bytes:
        if value[:2] != bytes((VERSION, A256GCM)):
            raise UnknownAlgorithm(f"version {value[0]}, algorithm {value[1]}")
        try:
            return AESGCM(key).decrypt(value[2 : 2 + NONCE], value[2 + NONCE :], self._aad(person_id, place))
        except InvalidTag as error:
            raise Broken(place) from error

    def _texts(self, key: bytes | None, person_id: str, place: str, values: Mapping[str, bytes]) -> dict[str, str]:
        if key is None:
            return dict.fromkeys(values, ERASED)
        return {name: self._opened(key, person_id, f"{place}.{name}", one).decode() for name, one in values.items()}

    def _aad(self, person_id: str, place: str) -> bytes:
        return f"{self.service}|{person_id}|{place}|{VERSION}".encode()

    def _key_aad(self, person_id: str) -> bytes:
        return f"dek|{self.service}|{person_id}".encode()


@dataclass(frozen=True, slots=True)
class BlindIndex:
    """Keyed fingerprints for looking up a sealed value; a plain hash of an ID number would be no protection."""

    key: bytes

    def of(self, field: str, value: str) -> Binary:
        """Return 16 bytes for a field's value after NFKC, without spaces, in upper case."""
        plain = "".join(unicodedata.normalize("NFKC", value).split()).upper()
        return Binary(hmac.digest(self._field_key(field), plain.encode(), hashlib.sha256)[:16])

    def of_all(self, field: str, values: Iterable[str]) -> list[Binary]:
        """Return the fingerprints of several values."""
        return [self.of(field, value) for value in values]

    def _field_key(self, field: str) -> bytes:
        return hmac.digest(self.key, b"bx|" + field.encode(), hashlib.sha256)
