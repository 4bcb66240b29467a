"""Whoever holds a paper types the whole name and is told whether it is the one; not often enough to guess it."""

from dataclasses import dataclass
from datetime import timedelta

from services.training.usecases.ports import Certificates, Clock, Tries
from shared.errors import TooMany

MOST = 10
WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Compare:
    """Counted by certificate: the masked name leaves few enough to try."""

    certificates: Certificates
    tries: Tries
    clock: Clock

    def __call__(self, code: str, name: str) -> bool:
        """Tell whether it is that woman's; raises NotFound and TooMany("compare_too_often")."""
        one = self.certificates.by_code(code)
        if self.tries.hit(f"compare:{one.id}", WINDOW, self.clock.now()) > MOST:
            raise TooMany("compare_too_often", minutes=int(WINDOW.total_seconds()) // 60)
        return one.is_of(name)
