"""What signing in and accounts need of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from services.applicant.domain.account import Account
from services.applicant.domain.challenge import Challenge
from services.applicant.domain.limits import Failures, Limits
from services.applicant.domain.session import Session
from shared.access import Scope


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from: address, device cookie ("" = new browser), browser in words, its session so far."""

    ip: str
    device: str = ""
    agent: str = ""
    token: str = ""


class Clock(Protocol):
    """Business time for days and due work, the server's own for sessions and tries."""

    def today(self) -> date:
        """Return the business day."""

    def now(self) -> datetime:
        """Return the business instant."""

    def real_now(self) -> datetime:
        """Return the server's time."""


class InForce(Protocol):
    """The limits of today."""

    def __call__(self) -> Limits:
        """Return them."""


class Secrets(Protocol):
    """Random and derived secrets; nothing derived is ever stored."""

    def token(self) -> str:
        """Return 256 random bits for a cookie."""

    def activation(self) -> str:
        """Return a one-time code that people type."""

    def fingerprint(self, secret: str) -> bytes:
        """Return what is stored of a secret."""

    def code(self, challenge_id: str) -> str:
        """Return the six digits of a challenge."""

    def bound(self, challenge_id: str) -> str:
        """Return what the browser of a challenge must show beside its id."""


class Accounts(Protocol):
    """Staff accounts."""

    def get(self, scope: Scope, account_id: str) -> Account:
        """Return one inside the scope; raises NotFound("account_not_found")."""

    def with_login(self, login: str) -> Account | None:
        """Return the account of a sign-in name."""

    def below(self, scope: Scope, after: str | None, limit: int) -> list[Account]:
        """Return accounts inside the scope by sign-in name, those behind `after`."""

    def at(self, units: Sequence[str]) -> list[Account]:
        """Return the active accounts that hold, held or will hold a post at one of the units, by sign-in name."""

    def add(self, account: Account) -> None:
        """Store a new one; a name that is taken ends in Conflict("login_taken")."""

    def save(self, account: Account) -> None:
        """Store a changed one; raises Stale when somebody saved meanwhile."""


class Sessions(Protocol):
    """Sessions by the fingerprint of their token, and by whose they are."""

    def by_token(self, token: bytes) -> Session | None:
        """Return the session, over or not."""

    def of(self, subject: str) -> list[Session]:
        """Return the sessions of one person or account that were not ended, newest first."""

    def lately(self, subject: str, since: datetime) -> list[Session]:
        """Return those last used, or ended, after an instant."""

    def add(self, session: Session) -> None:
        """Store a new one."""

    def save(self, session: Session) -> None:
        """Replace one."""

    def touch(self, session_id: str, now: datetime, before: datetime) -> None:
        """Note its use, if it was last noted before an instant."""


class Challenges(Protocol):
    """Challenges by id; the number is sealed under the challenge's own key."""

    def get(self, challenge_id: str) -> Challenge | None:
        """Return one."""

    def add(self, challenge: Challenge) -> None:
        """Store a new one, to be forgotten with its key a day later."""

    def save(self, challenge: Challenge) -> None:
        """Store a changed one; raises Stale when another try was faster."""

    def forget(self, challenge_id: str) -> None:
        """Delete it and the key under which its number is sealed."""


class Tallies(Protocol):
    """Counters of things that may be done so often in a time; values are kept as fingerprints."""

    def hit(self, kind: str, value: str, within: timedelta, now: datetime) -> tuple[int, datetime]:
        """Count one; return how many it is in its window, and when that window began."""

    def failures(self, kind: str, value: str) -> Failures:
        """Return the failures in a row."""

    def keep(self, kind: str, value: str, failures: Failures) -> None:
        """Store them."""

    def forget(self, kind: str, value: str) -> None:
        """Begin anew."""


class Devices(Protocol):
    """Browsers that somebody has signed in with, by the fingerprint of their cookie."""

    def knows(self, device: str, subject: str) -> bool:
        """Tell whether this person or account was here before."""

    def remember(self, device: str, subject: str, now: datetime) -> None:
        """Note that she was."""


class People(Protocol):
    """What signing in needs to know of women."""

    def with_phone(self, phone: str) -> Sequence[str]:
        """Return the ids of all who have this number."""

    def ends_with(self, person_id: str, six: str) -> bool:
        """Tell whether her ID number ends so."""

    def greeting(self, person_id: str) -> str:
        """Return her name, for herself."""

    def phone_of(self, person_id: str) -> str:
        """Return where a message reaches her."""

    def last_used_at(self, person_id: str) -> datetime | None:
        """Return when she last signed in with her number, business time."""

    def touch(self, person_id: str, now: datetime) -> None:
        """Note that she has now."""


class Ids(Protocol):
    """New identifiers."""

    def __call__(self) -> str:
        """Return one."""


class SecretBox(Protocol):
    """Second factors and recovery codes."""

    def step(self, secret: str, code: str, now: datetime) -> int | None:
        """Return the 30-second step a code belongs to, one step early or late allowed, None for a wrong one."""
