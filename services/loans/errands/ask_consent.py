"""Husband, guarantor or partner gets a link on his phone; applicant owns the words and sends, then it is kept here."""

from dataclasses import dataclass

from services.loans.domain.consent import kind_of, phone_of
from services.loans.usecases import UseCases
from shared.access import Actor
from shared.errands.peer import Peer
from shared.ids import public_code
from shared.running import Done, Once, Runs
from shared.web.identity.codes import fingerprint

SECRET = 20  # characters of five bits


@dataclass(frozen=True, slots=True)
class AskConsent:
    """A second press sends nothing twice: both services know the command by its key."""

    applicant: Peer
    runs: Runs[UseCases]

    def __call__(self, application_id: str, who: str, once: Once, *, by: Actor) -> Done:
        """Return the application's id. Raises what the use case raises, Unavailable, TooMany for one phone."""
        found, asked = self.runs.ask(lambda use: use.consent.ask.checked(application_id, who, by=by))
        secret = public_code(SECRET)
        letter = {
            "person_id": found.person_id,
            "phone": phone_of(found.draft, who),
            "who": kind_of(who),
            "secret": secret,
            "until": asked.until_on.isoformat(),
            "once": once.id,
        }
        self.applicant.post("/messages/kin", letter, by=by)
        mark = fingerprint(secret)
        return self.runs.once(once, lambda use: use.consent.ask(application_id, who, mark, by=by).application_id)
