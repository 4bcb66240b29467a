"""Which month of the dispatch a day counts in: the cut-off is a rule of the city, a locked month takes nothing new."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from shared.clock import SHANGHAI

LAST = 12


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Days up to `last_day` count in their own month, later ones in the next; counties lock at `lock_day`, `lock_hour`.

    Many cities use the 26th to the 25th (domain.md 5.3); `last_day` 31 is the calendar month.
    """

    last_day: int
    lock_day: int
    lock_hour: int

    def month_of(self, on: str) -> str:
        """Return the month 2026-11 in which a day (ISO text) counts."""
        return on[:7] if int(on[8:10]) <= self.last_day else after(on[:7])

    def opens_for_lock(self, month: str) -> datetime:
        """Return the instant from which a month may be locked."""
        year, number = (int(part) for part in month.split("-"))
        return datetime.combine(date(year, number, self.lock_day), time(self.lock_hour), SHANGHAI)

    def current(self, today: date) -> str:
        """Return the month that is counted today."""
        return self.month_of(today.isoformat())


@dataclass(frozen=True, slots=True)
class Calendar:
    """A cut-off and the instants (`time_text`) at which months were locked, the last time each."""

    cutoff: Cutoff
    locks: Mapping[str, str] = field(default_factory=dict)

    def natural(self, on: str) -> str:
        """Return the month a day belongs to, locked or not."""
        return self.cutoff.month_of(on)

    def open_from(self, month: str, said: str) -> str:
        """Return the first month from this one on that was not locked when something was said."""
        while month in self.locks and said > self.locks[month]:
            month = after(month)
        return month


def after(month: str, count: int = 1) -> str:
    """Return the month `count` months later; negative is earlier."""
    year, number = (int(part) for part in month.split("-"))
    years, rest = divmod(year * LAST + number - 1 + count, LAST)
    return f"{years}-{rest + 1:02}"


def year_to(month: str) -> list[str]:
    """Return the months of its year up to and including it."""
    return [f"{month[:5]}{number:02}" for number in range(1, int(month[5:]) + 1)]


def progress_bp(month: str) -> int:
    """Return how much of the year is over at the end of a month, in basis points, rounded half up."""
    return (int(month[5:]) * 20_000 + LAST) // (2 * LAST)


def time_text(at: datetime) -> str:
    """Return an instant as digits that sort like the instants themselves (a field's name may hold no dot), UTC."""
    return f"{at.astimezone(UTC):%Y%m%d%H%M%S%f}"
