"""Her name and phone in full for the officer who holds her case; applicant writes it down once for each lease."""

from dataclasses import dataclass

from services.loans.domain.application import Application
from services.loans.usecases.desk.ports import Claim
from shared.access import Actor
from shared.errands.labels import Label
from shared.errands.peer import Peer
from shared.errors import Problem


@dataclass(frozen=True, slots=True)
class CaseLabel:
    """Asked at each rendering and never stored."""

    applicant: Peer

    def __call__(self, application: Application, claim: Claim, *, by: Actor) -> Label | None:
        """Return the label, None when applicant does not answer: the page then shows the number of the case."""
        lease = f"{application.id}{claim.since:%Y%m%d%H%M%S}"
        asked = {"person_id": application.person_id, "case": application.number, "lease": lease}
        try:
            found: Label = self.applicant.post("/labels/case", asked, by=by, seconds=1.0)
        except Problem:
            return None
        return found
