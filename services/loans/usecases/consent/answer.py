"""He answers on his own phone: who holds the link and knows the name she wrote for him, and nobody else."""

import unicodedata
from dataclasses import dataclass

from services.loans.domain.application import Application
from services.loans.domain.consent import Action, Consent, name_of
from services.loans.usecases.consent.ports import Consents
from services.loans.usecases.ports import Applications, Clock
from shared.access import SYSTEM
from shared.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class Answer:
    """No account, no sign-in; the link is known by its fingerprint alone."""

    applications: Applications
    consents: Consents
    clock: Clock

    def find(self, mark: bytes) -> tuple[Consent, Application]:
        """Return the question and what it is about; raises NotFound("consent_not_found")."""
        asked = self.consents.with_mark(mark)
        if asked is None:
            raise NotFound("consent_not_found")
        found = self.applications.get(SYSTEM, asked.application_id)
        if not found.open or self.consents.of(found.id)[asked.who].id != asked.id:
            raise NotFound("consent_not_found")
        return asked, found

    def __call__(self, mark: bytes, action: Action, typed_name: str) -> Consent:
        """Keep the answer. Raises NotFound, Refused("consent_name"), Conflict, Refused("consent_expired")."""
        asked, found = self.find(mark)
        if not typed_name or _plain(typed_name) != _plain(name_of(found.draft, asked.who)):
            raise Refused("consent_name")
        asked.answer(action, self.clock.today())
        self.consents.save(asked)
        return asked


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
