"""Opening a session: a new token each time, the browser's old session ended, posts copied in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from services.applicant.domain.account import HeldPost
from services.applicant.domain.session import DatedPost, Session, life
from services.applicant.usecases.account.ports import Clock, Ids, InForce, Origin, Secrets, Sessions
from shared.access import Kind, Post


@dataclass(frozen=True, slots=True)
class Who:
    """For whom a session is opened; `proved`: with a second factor, or a code just shown."""

    kind: Kind
    subject: str
    name: str = ""
    posts: tuple[DatedPost, ...] = ()
    proved: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session, the token for its cookie, which is kept nowhere, and whether shortcut keys are wanted."""

    token: str
    session: Session
    keys: bool = True


@dataclass(frozen=True, slots=True)
class Opening:
    """What several ways in have in common."""

    sessions: Sessions
    secrets: Secrets
    limits: InForce
    clock: Clock
    ids: Ids

    def __call__(self, who: Who, origin: Origin) -> Opened:
        """Open a session and end the one this browser had."""
        now, limits = self.clock.real_now(), self.limits().session
        self.close(origin.token)
        lately = self.sessions.lately(who.subject, now - limits.woman_idle - limits.remembered)
        token = self.secrets.token()
        session = Session(
            id=self.ids(),
            token=self.secrets.fingerprint(token),
            kind=who.kind,
            subject=who.subject,
            started_at=now,
            seen_at=now,
            ends_at=now + life(who.kind, limits),
            name=who.name,
            posts=who.posts,
            proved_at=now if who.proved else None,
            agent=origin.agent,
            before=tuple(old.id for old in lately if old.just_over(now, limits)),
            mark=who.mark,
        )
        self.sessions.add(session)
        return Opened(token, session)

    def close(self, token: str) -> Session | None:
        """End the session of a token, if it has one that lives; returns it."""
        session = self.sessions.by_token(self.secrets.fingerprint(token)) if token else None
        if session is None or session.ended_at is not None:
            return None
        self.end(session)
        return session

    def end(self, session: Session) -> None:
        """End one session."""
        self.sessions.save(session.ended(self.clock.real_now(), self.limits().session))

    def end_all(self, subject: str) -> None:
        """End every session of one person or account."""
        for session in self.sessions.of(subject):
            self.end(session)

    def refresh(self, subject: str, posts: Iterable[HeldPost], today: date) -> None:
        """Copy changed posts into the sessions that live."""
        held = dated(posts, today)
        for session in self.sessions.of(subject):
            self.sessions.save(replace(session, posts=held))

    def mark(self, subject: str, mark: str) -> None:
        """Copy the fingerprint of an officer's own ID number into the sessions that live."""
        for session in self.sessions.of(subject):
            self.sessions.save(replace(session, mark=mark))


def dated(posts: Iterable[HeldPost], today: date) -> tuple[DatedPost, ...]:
    """Return the posts in force as a session carries them."""
    return tuple(
        DatedPost(held.id, Post(held.role, held.unit, held.path, held.unit_kind, held.unit_title), held.until_on)
        for held in posts
        if held.in_force(today)
    )
