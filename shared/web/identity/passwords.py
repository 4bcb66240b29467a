"""Passwords: argon2id at 19 MiB, t=2, p=1 (OWASP's minimum, 27 ms), four at a time in a process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from shared.errors import Unavailable

AT_ONCE = 4
PATIENCE = 2.0


@dataclass(frozen=True, slots=True)
class Passwords:
    """Hashes and checks; more than four at once wait two seconds, then are told to come again (503)."""

    hasher: PasswordHasher = field(
        default_factory=lambda: PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    )
    _places: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE))
    _dummy: list[str] = field(default_factory=list)

    def hash(self, password: str) -> str:
        """Return the hash to store."""
        with self._place():
            return self.hasher.hash(password)

    def fits(self, stored: str, password: str) -> bool:
        """Tell whether a password fits; with nothing stored it takes the same time and does not."""
        with self._place():
            try:
                return self.hasher.verify(stored or self._nobody(), password) and bool(stored)
            except (VerificationError, InvalidHashError):
                return False

    def outdated(self, stored: str) -> bool:
        """Tell whether a hash was made with a lower cost than today's."""
        return self.hasher.check_needs_rehash(stored)

    def _nobody(self) -> str:
        if not self._dummy:
            self._dummy.append(self.hasher.hash("nobody has this password"))
        return self._dummy[0]

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=PATIENCE):
            raise Unavailable("too_many_sign_ins")
        try:
            yield
        finally:
            self._places.release()
