"""What signing in and accounts keep, in memory; held to the same contract as MongoDB's."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from services.applicant.domain.account import Account, State
from services.applicant.domain.challenge import Challenge
from services.applicant.domain.limits import Failures
from services.applicant.domain.session import Session
from services.applicant.domain.unit import Unit
from services.applicant.usecases.ports import Deed
from shared.access import Actor, Scope
from shared.errors import NotFound, Stale

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass
class HandClock:
    """A clock that a test moves; business and server time are one."""

    at: datetime = MONDAY

    def now(self) -> datetime:
        """Return the instant."""
        return self.at

    def real_now(self) -> datetime:
        """Return the instant."""
        return self.at

    def today(self) -> date:
        """Return its day in Shanghai."""
        return (self.at + timedelta(hours=8)).date()

    def pass_(self, **time: float) -> None:
        """Let time pass."""
        self.at += timedelta(**time)


@dataclass
class PlainSecrets:
    """Secrets anybody can read, for tests."""

    count: int = 0

    def token(self) -> str:
        """Return the next token."""
        self.count += 1
        return f"token-{self.count}"

    def activation(self) -> str:
        """Return the next code."""
        self.count += 1
        return f"ABCDE{self.count:05d}"

    def fingerprint(self, secret: str) -> bytes:
        """Return the secret itself."""
        return secret.encode()

    def code(self, challenge_id: str) -> str:
        """Return six digits."""
        return challenge_id[-6:].rjust(6, "0")

    def bound(self, challenge_id: str) -> str:
        """Return a mark."""
        return f"bound-{challenge_id}"


@dataclass
class MemoryAccounts:
    """Accounts."""

    rows: dict[str, Account] = field(default_factory=dict)

    def get(self, scope: Scope, account_id: str) -> Account:
        """Return one inside the scope."""
        found = self.rows.get(account_id)
        if found is None or not scope.holds(found.scope):
            raise NotFound("account_not_found")
        return copy.deepcopy(found)

    def with_login(self, login: str) -> Account | None:
        """Return the account of a sign-in name."""
        return next((copy.deepcopy(one) for one in self.rows.values() if one.login == login), None)

    def below(self, scope: Scope, after: str | None, limit: int) -> list[Account]:
        """Return a page by sign-in name."""
        found = sorted(self.rows.values(), key=lambda one: one.login)
        return [copy.deepcopy(one) for one in found if scope.holds(one.scope) and one.login > (after or "")][:limit]

    def at(self, units: Sequence[str]) -> list[Account]:
        """Return the active accounts with posts at the units."""
        found = sorted(self.rows.values(), key=lambda one: one.login)
        at_work = (one for one in found if one.state is State.ACTIVE)
        return [copy.deepcopy(one) for one in at_work if {post.unit for post in one.posts} & set(units)]

    def add(self, account: Account) -> None:
        """Store a new one."""
        self.rows[account.id] = copy.deepcopy(account)

    def save(self, account: Account) -> None:
        """Store a changed one."""
        if self.rows[account.id].version != account.version:
            raise Stale("changed_meanwhile")
        account.version += 1
        self.rows[account.id] = copy.deepcopy(account)


@dataclass
class MemorySessions:
    """Sessions."""

    rows: dict[str, Session] = field(default_factory=dict)

    def by_token(self, token: bytes) -> Session | None:
        """Return the session of a fingerprint."""
        return next((one for one in self.rows.values() if one.token == token), None)

    def of(self, subject: str) -> list[Session]:
        """Return those not ended, newest first."""
        return [one for one in self._newest() if one.subject == subject and one.ended_at is None]

    def lately(self, subject: str, since: datetime) -> list[Session]:
        """Return those used or ended after an instant."""
        mine = [one for one in self._newest() if one.subject == subject]
        return [one for one in mine if one.seen_at > since or (one.ended_at is not None and one.ended_at > since)]

    def add(self, session: Session) -> None:
        """Store one."""
        self.rows[session.id] = session

    def save(self, session: Session) -> None:
        """Replace one."""
        self.rows[session.id] = session

    def touch(self, session_id: str, now: datetime, before: datetime) -> None:
        """Note its use."""
        one = self.rows[session_id]
        if one.seen_at <= before and one.ended_at is None:
            self.rows[session_id] = replace(one, seen_at=now)

    def _newest(self) -> list[Session]:
        return sorted(self.rows.values(), key=lambda one: one.started_at, reverse=True)


@dataclass
class MemoryChallenges:
    """Challenges."""

    rows: dict[str, Challenge] = field(default_factory=dict)

    def get(self, challenge_id: str) -> Challenge | None:
        """Return one."""
        return copy.deepcopy(self.rows.get(challenge_id))

    def add(self, challenge: Challenge) -> None:
        """Store one."""
        self.rows[challenge.id] = copy.deepcopy(challenge)

    def save(self, challenge: Challenge) -> None:
        """Store a changed one."""
        if self.rows[challenge.id].version != challenge.version:
            raise Stale("changed_meanwhile")
        challenge.version += 1
        self.rows[challenge.id] = copy.deepcopy(challenge)

    def forget(self, challenge_id: str) -> None:
        """Delete it."""
        self.rows.pop(challenge_id, None)


@dataclass
class MemoryTallies:
    """Counters."""

    counts: dict[tuple[str, str], tuple[int, datetime]] = field(default_factory=dict)
    failed: dict[tuple[str, str], Failures] = field(default_factory=dict)

    def hit(self, kind: str, value: str, within: timedelta, now: datetime) -> tuple[int, datetime]:
        """Count one."""
        count, since = self.counts.get((kind, value), (0, now))
        if since <= now - within:
            count, since = 0, now
        self.counts[kind, value] = (count + 1, since)
        return count + 1, since

    def failures(self, kind: str, value: str) -> Failures:
        """Return the failures in a row."""
        return self.failed.get((kind, value), Failures())

    def keep(self, kind: str, value: str, failures: Failures) -> None:
        """Store them."""
        self.failed[kind, value] = failures

    def forget(self, kind: str, value: str) -> None:
        """Begin anew."""
        self.failed.pop((kind, value), None)


@dataclass
class MemoryDevices:
    """Devices."""

    known: set[tuple[str, str]] = field(default_factory=set)

    def knows(self, device: str, subject: str) -> bool:
        """Tell whether she was here before."""
        return (device, subject) in self.known

    def remember(self, device: str, subject: str, now: datetime) -> None:
        """Note that she was."""
        if device:
            self.known.add((device, subject))


@dataclass
class FewPeople:
    """Women by id: name, phone, ID number, when she last came."""

    rows: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    used: dict[str, datetime] = field(default_factory=dict)

    def with_phone(self, phone: str) -> Sequence[str]:
        """Return all who have this number."""
        return [person_id for person_id, row in self.rows.items() if row[1] == phone]

    def ends_with(self, person_id: str, six: str) -> bool:
        """Tell whether her ID number ends so."""
        return self.rows[person_id][2].endswith(six)

    def greeting(self, person_id: str) -> str:
        """Return her name."""
        return self.rows[person_id][0]

    def phone_of(self, person_id: str) -> str:
        """Return her number."""
        return self.rows[person_id][1]

    def last_used_at(self, person_id: str) -> datetime | None:
        """Return when she last came."""
        return self.used.get(person_id)

    def touch(self, person_id: str, now: datetime) -> None:
        """Note that she came."""
        self.used[person_id] = now


@dataclass
class FewUnits:
    """Units of a test."""

    rows: Sequence[Unit]

    def get(self, scope: Scope, unit_id: str) -> Unit:
        """Return one inside the scope."""
        for unit in self.rows:
            if unit.id == unit_id and scope.holds(unit.path):
                return unit
        raise NotFound("unit_not_found")


@dataclass
class MemoryLedger:
    """The audit."""

    deeds: list[tuple[str, str, str]] = field(default_factory=list)

    def note(self, by: Actor, deed: Deed) -> None:
        """Keep an act."""
        self.deeds.append((by.id, deed.act, deed.resource_id))


@dataclass
class BlockedSet:
    """Blocked numbers."""

    numbers: set[str] = field(default_factory=set)

    def add(self, phone: str) -> None:
        """Block one."""
        self.numbers.add(phone)

    def remove(self, phone: str) -> None:
        """Lift it."""
        self.numbers.discard(phone)

    def holds(self, phone: str) -> bool:
        """Tell whether one is blocked."""
        return phone in self.numbers
