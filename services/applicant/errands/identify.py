"""The edge asks who a session cookie speaks for, and gets a token for one service."""

from dataclasses import dataclass

from services.applicant.usecases import UseCases
from shared.access import Kind
from shared.running import Runs
from shared.settings import SERVICES
from shared.web.identity.tokens import Signer


@dataclass(frozen=True, slots=True)
class Identity:
    """Signs as the gateway; one read of `sessions`, and once a minute one write."""

    runs: Runs[UseCases]
    signer: Signer

    def __call__(self, token: str, audience: str) -> str:
        """Return a token, or "" for nobody and for an audience that is none of ours."""
        if not token or audience not in SERVICES:
            return ""
        found = self.runs.ask(lambda use: use.account.identify(token))
        if found.session is None:
            return ""
        if found.note and found.actor.kind is not Kind.NOBODY:
            session_id = found.session.id
            self.runs.run(lambda use: use.account.identify.note(session_id))
        return self.signer.sign(found.actor, audience)
