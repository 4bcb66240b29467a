"""Identifiers: 32 lower-case hex digits everywhere."""

import re
import secrets
import uuid

import uuid6

HEX = re.compile(r"\A[0-9a-f]{32}\Z")
_CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_id() -> str:
    """Return a UUIDv7 for a record or an event: sorts roughly by time."""
    return uuid6.uuid7().hex


def person_id() -> str:
    """Return a UUIDv4 for a person: tells nothing of when she came."""
    return uuid.uuid4().hex


def is_id(text: str) -> bool:
    """Tell whether a text from outside has the shape of an identifier."""
    return HEX.match(text) is not None


def public_code(length: int = 12) -> str:
    """Return a random code for a public address: not sequential, no letters that look like digits."""
    return "".join(secrets.choice(_CODE_ALPHABET) for _ in range(length))
