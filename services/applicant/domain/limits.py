"""How long a sign-in lasts and how often it may be tried: numbers from policy/limits.toml, as of a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

NO_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """Idle and absolute life of a session, how often its use is noted, how long its end is remembered."""

    staff_idle: timedelta
    staff_life: timedelta
    woman_idle: timedelta
    woman_life: timedelta
    touch_every: timedelta
    remembered: timedelta
    proof_fresh: timedelta


@dataclass(frozen=True, slots=True)
class CodeLimits:
    """Codes by SMS: life, tries, and how many go out per phone, address, device and in all."""

    life: timedelta
    tries: int
    resend_after: timedelta
    phone_hour: int
    phone_day: int
    ip_hour: int
    device_day: int
    system_hour: int
    proved_life: timedelta
    unused_days: int


@dataclass(frozen=True, slots=True)
class StaffLimits:
    """Passwords: the waits after failures, when an account or an address is locked, life of an activation code."""

    waits: tuple[timedelta, ...]
    lock_after: int
    ip_lock_after: int
    window: timedelta
    lock: timedelta
    activation: timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits in force on one day."""

    session: SessionLimits
    code: CodeLimits
    staff: StaffLimits

    def relaxed(self) -> "Limits":
        """Return them as local and test mode use them: many people behind one address and one browser."""
        code = replace(self.code, ip_hour=NO_LIMIT, device_day=NO_LIMIT)
        return replace(self, code=code, staff=replace(self.staff, ip_lock_after=NO_LIMIT))


def limits_of(values: Callable[[str], Mapping[str, Any]]) -> Limits:
    """Return the limits from the values of the topics `limits.session`, `limits.code` and `limits.staff`."""
    return Limits(_session(values("limits.session")), _code(values("limits.code")), _staff(values("limits.staff")))


def _session(v: Mapping[str, Any]) -> SessionLimits:
    return SessionLimits(
        staff_idle=timedelta(minutes=v["staff_idle_minutes"]),
        staff_life=timedelta(hours=v["staff_hours"]),
        woman_idle=timedelta(minutes=v["woman_idle_minutes"]),
        woman_life=timedelta(hours=v["woman_hours"]),
        touch_every=timedelta(seconds=v["touch_seconds"]),
        remembered=timedelta(minutes=v["remembered_minutes"]),
        proof_fresh=timedelta(minutes=v["proof_fresh_minutes"]),
    )


def _code(v: Mapping[str, Any]) -> CodeLimits:
    return CodeLimits(
        life=timedelta(minutes=v["minutes"]),
        tries=v["tries"],
        resend_after=timedelta(seconds=v["resend_seconds"]),
        phone_hour=v["phone_hour"],
        phone_day=v["phone_day"],
        ip_hour=v["ip_hour"],
        device_day=v["device_day"],
        system_hour=v["system_hour"],
        proved_life=timedelta(minutes=v["proved_minutes"]),
        unused_days=v["unused_days"],
    )


def _staff(v: Mapping[str, Any]) -> StaffLimits:
    return StaffLimits(
        waits=tuple(timedelta(seconds=seconds) for seconds in v["wait_seconds"]),
        lock_after=v["lock_after"],
        ip_lock_after=v["ip_lock_after"],
        window=timedelta(minutes=v["window_minutes"]),
        lock=timedelta(minutes=v["lock_minutes"]),
        activation=timedelta(hours=v["activation_hours"]),
    )


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed sign-ins of one account or one address in a row."""

    count: int = 0
    since: datetime | None = None
    last_at: datetime | None = None

    def wait(self, now: datetime, limits: StaffLimits) -> timedelta:
        """Return how long the next try at one account must wait: a short rest that grows, or the rest of its lock."""
        if self.count >= limits.lock_after:
            return self.locked(now, limits, limits.lock_after)
        return self._rest(now, limits.waits[min(self.count, len(limits.waits) - 1)])

    def locked(self, now: datetime, limits: StaffLimits, lock_after: int) -> timedelta:
        """Return what is left of a lock; an address knows no short rests, many people share one."""
        return self._rest(now, limits.lock) if self.count >= lock_after else timedelta()

    def _rest(self, now: datetime, rest: timedelta) -> timedelta:
        return timedelta() if self.last_at is None else max(timedelta(), self.last_at + rest - now)

    def one_more(self, now: datetime, limits: StaffLimits, lock_after: int) -> "Failures":
        """Return the failures with a new one; a served lock, or a quiet window, begins the count anew."""
        if self.since is None or now - self.since > limits.window or self.count >= lock_after:
            return Failures(1, now, now)
        return Failures(self.count + 1, self.since, now)
