"""A certificate loses its worth by two hands, for a reason; the paper stays as it is, its public page says so."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.certificate import NOT_PASSED, Certificate
from services.training.domain.enrolment import State
from services.training.usecases.followup import FollowUpUseCases
from services.training.usecases.ports import Certificates, Clock, Deed, Enrolments, Ledger
from shared.access import Actor, can, scope
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Revoke:
    """With the fault mended she may get another, under another number, unless she has not passed after all."""

    certificates: Certificates
    enrolments: Enrolments
    followup: FollowUpUseCases
    ledger: Ledger
    clock: Clock

    def propose(self, certificate_id: str, reason: str, *, by: Actor) -> Certificate:
        """Ask for it; raises NotFound outside the asker's units, Conflict, Refused("not_listed")."""
        one = self._reach("certificate.revoke", certificate_id, by)
        one.propose_revocation(reason, by=by.id, today=self.clock.today())
        return self._kept("certificate.propose_revocation", one, by, reason)

    def confirm(self, certificate_id: str, *, by: Actor) -> Certificate:
        """Do what was asked for; raises NotFound, Conflict("no_revocation_proposed"), Refused("same_person")."""
        one = self._reach("certificate.confirm_revocation", certificate_id, by)
        one.revoke(by=by.id, today=self.clock.today())
        reason = one.revoked.reason if one.revoked else ""
        if one.source.enrolment_id is not None:
            place = self.enrolments.get(one.source.enrolment_id)
            if place.state is State.CERTIFIED:
                place.certificate_taken_back(void=reason if reason in NOT_PASSED else "")
                self.enrolments.save(place)
        self.followup.end(one.id)
        return self._kept("certificate.revoke", one, by, reason)

    def leave(self, certificate_id: str, *, by: Actor) -> Certificate:
        """Let it stay as it is; raises NotFound, Conflict("no_revocation_proposed")."""
        one = self._reach("certificate.confirm_revocation", certificate_id, by)
        one.leave_valid()
        return self._kept("certificate.leave_valid", one, by, "")

    def waiting(self, *, by: Actor) -> list[Certificate]:
        """Return those that wait for this officer's hand: proposed by somebody else."""
        found = self.certificates.proposed(scope(RULES, by, "certificate.confirm_revocation"))
        return [one for one in found if one.proposed and one.proposed.by != by.id]

    def _reach(self, action: str, certificate_id: str, by: Actor) -> Certificate:
        one = self.certificates.get(certificate_id)
        if not can(RULES, by, action, path=one.source.path):
            raise NotFound("certificate_not_found")
        return one

    def _kept(self, act: str, one: Certificate, by: Actor, reason: str) -> Certificate:
        self.certificates.save(one)
        self.ledger.note(by, Deed(act, "certificate", one.id, (one.person_id,), reason=reason))
        return one
