"""Who is behind a session cookie: one read, nothing else."""

from dataclasses import dataclass

from services.applicant.domain.session import Session
from services.applicant.usecases.account.ports import Clock, InForce, Secrets, Sessions
from shared.access import NOBODY, Actor, Kind


@dataclass(frozen=True, slots=True)
class Identified:
    """The actor for a token, and whether the session's use should be noted now."""

    actor: Actor
    session: Session | None = None
    note: bool = False


@dataclass(frozen=True, slots=True)
class Identify:
    """Answers for every request that comes through the edge, at most once in five seconds for a session."""

    sessions: Sessions
    secrets: Secrets
    limits: InForce
    clock: Clock

    def __call__(self, token: str) -> Identified:
        """Return the actor; of a session that has just ended only its id, so that a form posted from it can be kept."""
        session = self.sessions.by_token(self.secrets.fingerprint(token))
        if session is None:
            return Identified(NOBODY)
        now, limits = self.clock.real_now(), self.limits().session
        if session.alive(now, limits):
            actor = session.actor(now, self.clock.today(), limits)
            return Identified(actor, session, now - session.seen_at >= limits.touch_every)
        if session.just_over(now, limits):
            return Identified(Actor("", Kind.NOBODY, session=session.id), session)
        return Identified(NOBODY)

    def note(self, session_id: str) -> None:
        """Note that a session is used; at most once a minute, however many ask."""
        now = self.clock.real_now()
        self.sessions.touch(session_id, now, now - self.limits().session.touch_every)
