"""A certificate loses its worth, for a reason; the paper stays as it is, its public page says so."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.certificate import Certificate
from services.training.domain.enrolment import State
from services.training.usecases.ports import Certificates, Clock, Deed, Enrolments, Ledger
from shared.access import Actor, can
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Revoke:
    """She has still passed: with the fault mended she may get another, under another number."""

    certificates: Certificates
    enrolments: Enrolments
    ledger: Ledger
    clock: Clock

    def __call__(self, certificate_id: str, reason: str, *, by: Actor) -> Certificate:
        """Return it; raises NotFound outside the asker's units, Conflict without worth, Refused("not_listed")."""
        one = self.certificates.get(certificate_id)
        if not can(RULES, by, "certificate.revoke", path=one.source.path):
            raise NotFound("certificate_not_found")
        one.revoke(reason, by=by.id, today=self.clock.today())
        self.certificates.save(one)
        if one.source.enrolment_id is not None:
            place = self.enrolments.get(one.source.enrolment_id)
            if place.state is State.CERTIFIED:
                place.certificate_taken_back()
                self.enrolments.save(place)
        self.ledger.note(by, Deed("certificate.revoke", "certificate", one.id, (one.person_id,), reason=reason))
        return one
