"""Whose sessions live where, and ending one: at sign-out, from the list, or from another browser."""

from dataclasses import dataclass

from services.applicant.domain.session import Session
from services.applicant.usecases.account.opening import Opening
from services.applicant.usecases.ports import Deed, Ledger
from shared.access import Actor
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class SessionsOf:
    """Reads and ends one's own sessions."""

    opening: Opening
    ledger: Ledger

    def __call__(self, by: Actor) -> list[Session]:
        """Return the asker's sessions that live, newest first."""
        now, limits = self.opening.clock.real_now(), self.opening.limits().session
        return [one for one in self.opening.sessions.of(by.id) if one.alive(now, limits)]

    def end(self, session_id: str, *, by: Actor) -> str:
        """End one of one's own; raises NotFound for anybody else's."""
        for session in self(by):
            if session.id == session_id:
                self.opening.end(session)
                self.ledger.note(by, Deed("session.ended", "session", session.id))
                return session_id
        raise NotFound("session_not_found")

    def sign_out(self, token: str) -> None:
        """End the session of this browser; harmless when there is none."""
        session = self.opening.close(token)
        if session is not None:
            who = Actor(session.subject, session.kind)
            self.ledger.note(who, Deed("sign_out", "session", session.id))
