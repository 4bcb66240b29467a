"""Her consents: what was asked, given, and taken back on one page, each as easily as the other."""

from dataclasses import dataclass
from datetime import date

from services.applicant.domain.consent import Consent, Notice
from services.applicant.usecases.ports import Clock, Consents, Notices
from shared.errors import Conflict, NotFound
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class Consenting:
    """Purpose by purpose; refusing one leaves everything else usable (PIPL art. 15, 16)."""

    consents: Consents
    notices: Notices
    clock: Clock

    def notices_now(self) -> list[Notice]:
        """Return the notices in force today."""
        today: date = self.clock.today()
        return self.notices.on(today)

    def every_notice(self) -> list[Notice]:
        """Return all notices in force today, also those that are asked only when it comes to that."""
        return [*self.notices_now(), *self.notices.later(self.clock.today())]

    def give(self, person_id: str, purpose: str) -> Consent:
        """Say yes to one purpose; raises NotFound for an unknown one, Conflict("consent_given") when it stands."""
        notice = next((one for one in self.every_notice() if one.purpose == purpose), None)
        if notice is None:
            raise NotFound("consent_not_found")
        standing = [one for one in self.consents.of_person(person_id) if one.withdrawn_at is None]
        if any(one.purpose == purpose for one in standing):
            raise Conflict("consent_given")
        given = Consent(
            new_id(), person_id, purpose, notice.version, notice.hash, "self", given_by=person_id, at=self.clock.now()
        )
        self.consents.add([given])
        return given

    def withdraw(self, person_id: str, consent_id: str) -> Consent:
        """Take one back; raises NotFound, Conflict("consent_withdrawn"), Refused("ask_for_erasure")."""
        consent = self.consents.get(person_id, consent_id)
        consent.withdraw(person_id, self.clock.now())
        self.consents.save(consent)
        return consent
