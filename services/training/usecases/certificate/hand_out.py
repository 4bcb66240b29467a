"""The papers of a class are handed out, and the day and signature of each come back from the 颁证花名册."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.certificate import Handout
from services.training.domain.training_class import TrainingClass
from services.training.usecases.ports import Certificates, Classes, Clock, Deed, Ledger
from shared.access import Actor, scope
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class HandOut:
    """Any number of papers of one class at once."""

    classes: Classes
    certificates: Certificates
    ledger: Ledger
    clock: Clock

    def now(self, class_id: str, certificate_id: str, signed: str, *, by: Actor) -> TrainingClass:
        """Note that one paper is handed out today; raises what a call raises."""
        return self(class_id, {certificate_id: Handout(self.clock.today(), signed, by.id)}, by=by)

    def __call__(self, class_id: str, handed: Mapping[str, Handout], *, by: Actor, reason: str = "") -> TrainingClass:
        """Return the class; `handed` by the id of the certificate.

        Raises NotFound for what is not of the class, and what Certificate.hand_out raises.
        """
        one = self.classes.get(scope(RULES, by, "certificate.hand_out"), class_id)
        there = {paper.id: paper for paper in self.certificates.of_class(class_id)}
        if not set(handed) <= set(there):
            raise NotFound("certificate_not_found")
        for paper_id, said in handed.items():
            there[paper_id].hand_out(said, today=self.clock.today(), reason=reason)
            self.certificates.save(there[paper_id])
        whom = tuple(there[paper_id].person_id for paper_id in handed)
        self.ledger.note(by, Deed("certificate.hand_out", "class", class_id, whom, reason=reason))
        return one
