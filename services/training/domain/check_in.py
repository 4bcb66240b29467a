"""A woman scans the code on the teacher's screen: which window it is of, when she came, what that counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.training.domain.attendance import Mark, Tick
from services.training.domain.session import Slot
from services.training.domain.standard import AttendanceRule
from shared.errors import Refused
from shared.policy import PolicyError, Version

TOPIC = "training.code"
SHORTEST, LONGEST = 30, 60


@dataclass(frozen=True, slots=True)
class CodeRule:
    """For how many seconds one code is shown, and how many minutes before a session the first."""

    seconds: int
    minutes_before: int

    def window(self, now: datetime) -> int:
        """Return the number of the code that is shown at a moment, by the server's clock."""
        return int(now.timestamp()) // self.seconds

    def check(self, window: int, now: datetime) -> None:
        """Raise Refused("code_too_old") unless it is the code of now or the one before, which she was still reading."""
        if not 0 <= self.window(now) - window <= 1:
            raise Refused("code_too_old", seconds=self.seconds)

    def check_time(self, slot: Slot, now: datetime) -> None:
        """Raise Refused("session_not_on") outside the session and the minutes before it."""
        if not slot.starts_at - timedelta(minutes=self.minutes_before) <= now <= slot.ends_at:
            raise Refused("session_not_on", on=slot.on, begins=f"{slot.begins:%H:%M}", ends=f"{slot.ends:%H:%M}")


@dataclass(frozen=True, slots=True)
class CheckIn:
    """She was there: `phone` is a fingerprint of the device that scanned, "" where it has none."""

    session_id: str
    enrolment_id: str
    class_id: str
    path: tuple[str, ...]
    at: datetime
    phone: str = ""

    def tick(self, slot: Slot, rule: AttendanceRule) -> Tick:
        """Return what to write down: present, or late by whole minutes when that costs anything.

        No more than the session counts: who comes in its last minutes has missed its break, too.
        """
        late = min(slot.minutes, int((self.at - slot.starts_at).total_seconds()) // 60)
        return Tick(Mark.LATE, late) if rule.lost(late) else Tick(Mark.PRESENT)


def code_rule(version: Version) -> CodeRule:
    """Read a version of topic training.code; raises PolicyError for less than 30 or more than 60 seconds."""
    rule = CodeRule(**version.values)
    if not SHORTEST <= rule.seconds <= LONGEST:
        raise PolicyError(f"{version.id}: a code is shown for {SHORTEST} to {LONGEST} seconds")
    return rule


def code_message(session_id: str, window: int) -> str:
    """Return the words that the server signs for one code of one session."""
    return f"jinguo roll call 1|{session_id}|{window}"
