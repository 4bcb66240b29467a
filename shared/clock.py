"""Today and now: the only place where a process reads the time for its rules."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(slots=True)
class Clock:
    """Server time, moved by the seconds in a file where stories and the demonstration walk through weeks.

    `file` is None in production (shared/settings.py refuses to start otherwise). Leases, sessions and
    audit instants use `real_now`, never the moved time.
    """

    file: Path | None = None
    _offset: timedelta = timedelta()
    _read_at: float = float("-inf")

    def now(self) -> datetime:
        """Return the business instant, aware, UTC, in whole milliseconds as MongoDB keeps it."""
        return self.real_now() + self._moved()

    def today(self) -> date:
        """Return the business day in Asia/Shanghai."""
        return self.now().astimezone(SHANGHAI).date()

    @staticmethod
    def real_now() -> datetime:
        """Return the server's own time."""
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def _moved(self) -> timedelta:
        if self.file is None:
            return timedelta()
        if time.monotonic() - self._read_at >= 1:
            self._read_at = time.monotonic()
            try:
                self._offset = timedelta(seconds=int(self.file.read_text().strip() or 0))
            except FileNotFoundError:
                self._offset = timedelta()
        return self._offset


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, for rules played in a test or a simulation."""

    at: datetime

    def now(self) -> datetime:
        """Return the fixed instant."""
        return self.at

    def today(self) -> date:
        """Return its day in Asia/Shanghai."""
        return self.at.astimezone(SHANGHAI).date()
