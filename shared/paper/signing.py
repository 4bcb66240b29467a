"""What signs paper: an Ed25519 key of one service, and its public half for whoever checks without a network."""

import base64
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Seal:
    """The private half; texts are signed as UTF-8, signatures are 86 characters of base64url."""

    key: Ed25519PrivateKey

    @classmethod
    def load(cls, path: Path) -> "Seal":
        """Read a PEM file; raises ValueError when it is no Ed25519 key."""
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"{path.name} is no Ed25519 key")
        return cls(key)

    @classmethod
    def fresh(cls) -> "Seal":
        """Return a new one, for tests and for a first start."""
        return cls(Ed25519PrivateKey.generate())

    def sign(self, text: str) -> str:
        """Return the signature of a text."""
        return base64.urlsafe_b64encode(self.key.sign(text.encode())).rstrip(b"=").decode()

    @property
    def public_pem(self) -> bytes:
        """Return the public half."""
        spki = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.key.public_key().public_bytes(serialization.Encoding.PEM, spki)


def genuine(text: str, signed: str, public_pem: bytes) -> bool:
    """Tell whether a signature is one of the key; raises ValueError when the PEM holds no Ed25519 public key."""
    key = serialization.load_pem_public_key(public_pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("no Ed25519 public key")
    try:
        key.verify(base64.urlsafe_b64decode(signed + "=" * (-len(signed) % 4)), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
