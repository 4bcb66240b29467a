"""Questions about certificates that change nothing but what the audit keeps."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.certificate import Certificate
from services.training.usecases.ports import Certificates, Classes, Deed, Ledger
from shared.access import Actor, Kind, can, scope
from shared.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class FindCertificate:
    """Hers for herself, an officer's inside her units, the public one by its code."""

    classes: Classes
    certificates: Certificates
    ledger: Ledger

    def public(self, code: str) -> Certificate:
        """Return the one behind a code; raises NotFound."""
        return self.certificates.by_code(code)

    def hers(self, person_id: str, *, by: Actor) -> list[Certificate]:
        """Return one woman's, newest first; a service asks for an end user or for itself."""
        user = by.on_behalf_of or by
        found = self.certificates.of_person(person_id)
        if user.kind is Kind.SERVICE:
            return found
        return [one for one in found if _may_read(user, one)]

    def of_class(self, class_id: str, *, by: Actor) -> list[Certificate]:
        """Return those of a class inside the asker's units; raises NotFound."""
        self.classes.get(scope(RULES, by, "certificate.read"), class_id)
        return self.certificates.of_class(class_id)

    def unprinted(self, class_id: str) -> list[Certificate]:
        """Return those of a class whose paper is not made yet."""
        return self.certificates.unprinted(class_id)

    def paper(self, certificate_id: str, *, by: Actor) -> tuple[Certificate, bytes]:
        """Return the PDF, with an audit row when an officer fetches it.

        Raises NotFound("paper_not_ready") and Conflict("certificate_revoked"): what is worth nothing is not handed out.
        """
        one = self.certificates.get(certificate_id)
        if not _may_read(by, one):
            raise NotFound("certificate_not_found")
        if one.revoked is not None:
            raise Conflict("certificate_revoked", on=one.revoked.on)
        pdf = self.certificates.paper(one)
        if pdf is None:
            raise NotFound("paper_not_ready")
        if by.kind is Kind.STAFF:
            self.ledger.note(by, Deed("certificate.fetch", "certificate", one.id, (one.person_id,)))
        return one, pdf


def _may_read(user: Actor, one: Certificate) -> bool:
    return can(RULES, user, "certificate.read", path=one.source.path, person_id=one.person_id)
