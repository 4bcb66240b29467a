"""A session: who is signed in since when, with which posts, and when that ends by itself."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.applicant.domain.limits import SessionLimits
from shared.access import Actor, Kind, Post


@dataclass(frozen=True, slots=True)
class DatedPost:
    """A post as a session carries it; the last day is included, None = open."""

    id: str
    post: Post
    until_on: date | None = None

    def in_force(self, today: date) -> bool:
        """Tell whether it still gives its role."""
        return self.until_on is None or today <= self.until_on


@dataclass(frozen=True, slots=True)
class Session:
    """One browser's sign-in. `id` may be shown and listed; the token in the cookie is known by its hash alone.

    `proved_at`: when a second factor or a fresh code was last shown. `before`: sessions of the same person, ended
    minutes ago, whose kept forms are hers again.
    """

    id: str
    token: bytes
    kind: Kind
    subject: str
    started_at: datetime
    seen_at: datetime
    ends_at: datetime
    name: str = ""
    posts: tuple[DatedPost, ...] = ()
    proved_at: datetime | None = None
    agent: str = ""
    before: tuple[str, ...] = ()
    mark: str = ""
    ended_at: datetime | None = None

    def over_at(self, limits: SessionLimits) -> datetime:
        """Return the instant at which it is, or will be, over if nothing more is done with it."""
        idle = limits.staff_idle if self.kind is Kind.STAFF else limits.woman_idle
        alone = min(self.seen_at + idle, self.ends_at)
        return alone if self.ended_at is None else min(alone, self.ended_at)

    def alive(self, now: datetime, limits: SessionLimits) -> bool:
        """Tell whether it still speaks for somebody."""
        return now < self.over_at(limits)

    def just_over(self, now: datetime, limits: SessionLimits) -> bool:
        """Tell whether it ended so short a time ago that a form posted from it is kept."""
        return self.over_at(limits) <= now < self.over_at(limits) + limits.remembered

    def ended(self, now: datetime, limits: SessionLimits) -> "Session":
        """Return it ended now, or at the earlier moment at which it had ended by itself."""
        return replace(self, ended_at=min(now, self.over_at(limits)))

    def actor(self, now: datetime, today: date, limits: SessionLimits) -> Actor:
        """Return who it speaks for; `strong` is a second factor for staff, a code just shown for a woman."""
        strong = self.proved_at is not None
        if self.kind is Kind.WOMAN and self.proved_at is not None:
            strong = now - self.proved_at <= limits.proof_fresh
        return Actor(
            id=self.subject,
            kind=self.kind,
            posts=tuple(held.post for held in self.posts if held.in_force(today)),
            name=self.name,
            session=self.id,
            strong=strong,
            before=self.before,
            mark=self.mark,
        )


def life(kind: Kind, limits: SessionLimits) -> timedelta:
    """Return the absolute life of a new session."""
    return limits.staff_life if kind is Kind.STAFF else limits.woman_life
