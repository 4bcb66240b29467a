"""Today and now: the only place where a process reads the time for its rules."""

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

    def now(self) -> datetime:
        """Return the business instant, aware, UTC, in whole milliseconds as MongoDB keeps it."""
        return self.real_now() + self.moved()

    def today(self) -> date:
        """Return the business day in Asia/Shanghai."""
        return self.now().astimezone(SHANGHAI).date()

    def move(self, seconds: int) -> None:
        """Move the business clock of every process that reads this file, at once; raises ValueError without one."""
        if self.file is None:
            raise ValueError("this clock cannot be moved")
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(self.file)  # nobody reads half a number

    @staticmethod
    def real_now() -> datetime:
        """Return the server's own time."""
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def moved(self) -> timedelta:
        """Return by how much the business clock is ahead of the server's."""
        if self.file is None:
            return timedelta()
        try:
            return timedelta(seconds=int(self.file.read_text().strip() or 0))
        except FileNotFoundError:
            return timedelta()


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
