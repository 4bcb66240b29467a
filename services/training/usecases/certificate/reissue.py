"""Lost or damaged paper is made once more: the same certificate, number and code; it counts nowhere again."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.certificate import Certificate
from services.training.usecases.certificate.issue import PRINT
from services.training.usecases.ports import Certificates, Clock, Deed, Due, Ledger
from shared.access import Actor, can
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class ReissuePaper:
    """The new paper says since when it is, and is printed by the job that printed the first."""

    certificates: Certificates
    due: Due
    ledger: Ledger
    clock: Clock

    def __call__(self, certificate_id: str, reason: str, *, by: Actor) -> Certificate:
        """Return it; raises NotFound outside the units, Conflict, Refused("not_listed" | "no_paper_of_ours")."""
        one = self.certificates.get(certificate_id)
        if not can(RULES, by, "certificate.reissue", path=one.source.path):
            raise NotFound("certificate_not_found")
        one.reissue(reason, by=by.id, today=self.clock.today())
        self.certificates.save(one)
        self.due.add(PRINT, one.source.class_id or "", self.clock.now())
        self.ledger.note(by, Deed("certificate.reissue", "certificate", one.id, (one.person_id,), reason=reason))
        return one
