"""The simulated day and hour: each thread plays its own county at its own minute of one common day."""

import threading
from datetime import UTC, date, datetime, time, timedelta

from shared.clock import SHANGHAI, Clock

OPENS = time(8, 30)
STEP = timedelta(minutes=3)


class PlayedClock(Clock):
    """Business time as it is played; leases, sessions and audit instants keep server time (`real_now`)."""

    __slots__ = ("local",)

    def __init__(self) -> None:
        super().__init__()
        self.local = threading.local()

    @property
    def day(self) -> date:
        """Return the day of this thread."""
        return self.now().astimezone(SHANGHAI).date()

    @day.setter
    def day(self, day: date) -> None:
        self.start(datetime.combine(day, OPENS, SHANGHAI))

    def start(self, at: datetime) -> None:
        """Let this thread's time be this instant."""
        self.local.at = at.astimezone(UTC)

    def tick(self) -> None:
        """Let a few minutes pass, so that what happens on one day happens one after another."""
        self.local.at += STEP

    def now(self) -> datetime:
        """Return the played instant of this thread; a thread that plays nothing lives now."""
        at: datetime = getattr(self.local, "at", None) or self.real_now()
        return min(at, self.real_now())
