"""She asks her husband or her guarantor to agree by phone; asking anew ends the link of before."""

from dataclasses import dataclass

from services.loans.domain.application import Application, State
from services.loans.domain.consent import Consent, asked_of, phone_of
from services.loans.usecases.application.reach import reach
from services.loans.usecases.consent.ports import Consents
from services.loans.usecases.policy.terms import TermsInForce
from services.loans.usecases.ports import Applications, Clock
from shared.access import Actor
from shared.errors import Conflict, Refused
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Ask:
    """The message itself is applicant's (errands/ask_consent); here stands only that it was asked, and until when."""

    applications: Applications
    consents: Consents
    terms: TermsInForce
    clock: Clock

    def checked(self, application_id: str, who: str, *, by: Actor) -> tuple[Application, Consent]:
        """Return what asking would keep. Raises NotFound, Conflict, Refused("consent_no_phone" or "consent_given")."""
        found = reach(self.applications, application_id, by=by, action="consent.ask")
        if found.state not in (State.DRAFT, State.IN_REVIEW, State.RETURNED):
            raise Conflict("not_in_this_state")
        if who not in asked_of(found.draft) or not phone_of(found.draft, who):
            raise Refused("consent_no_phone")
        before, today = self.consents.of(found.id).get(who), self.clock.today()
        if before is not None and before.standing(today) == "agreed":
            raise Refused("consent_given")
        days: int = self.terms.version(found.place, "papers").values["consent_days"]
        return found, Consent.ask(new_id(), (found.id, found.person_id), who, b"", (today, days))

    def __call__(self, application_id: str, who: str, mark: bytes, *, by: Actor) -> Consent:
        """Keep the question under the fingerprint of its link's secret. Raises as `checked`."""
        _found, asked = self.checked(application_id, who, by=by)
        asked.mark = mark
        self.consents.add(asked)
        return asked
