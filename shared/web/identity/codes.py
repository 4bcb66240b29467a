"""Random and derived secrets: session tokens, activation codes, the six digits that belong to a challenge."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from shared.ids import public_code

DIGITS = 6
ACTIVATION = 10


def fingerprint(secret: str) -> bytes:
    """Return what is stored of a secret of 49 bits or more: not the secret, and nothing it could be guessed from."""
    return hashlib.sha256(secret.encode()).digest()


def token() -> str:
    """Return 256 random bits for a cookie."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Codes:
    """Secrets made from applicant's `session_key`; the derived ones are computed when needed and never stored."""

    key: bytes

    def token(self) -> str:
        """Return 256 random bits for a cookie."""
        return token()

    def activation(self) -> str:
        """Return a one-time code that people type."""
        return public_code(ACTIVATION)

    def fingerprint(self, secret: str) -> bytes:
        """Return what is stored of a secret."""
        return fingerprint(secret)

    def code(self, challenge_id: str) -> str:
        """Return the six digits of a challenge."""
        number = int.from_bytes(self._derived("code", challenge_id)[:8], "big")
        return str(number % 10**DIGITS).zfill(DIGITS)

    def bound(self, challenge_id: str) -> str:
        """Return what the browser of a challenge must show beside its id."""
        return self._derived("browser", challenge_id).hex()

    def _derived(self, use: str, challenge_id: str) -> bytes:
        return hmac.digest(self.key, f"{use}|{challenge_id}".encode(), hashlib.sha256)
