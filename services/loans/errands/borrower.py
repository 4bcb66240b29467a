"""Her name and phone in full for the bank and the agency that work on her contract or loan, written down once a day."""

from dataclasses import dataclass
from datetime import date

from shared.access import Actor
from shared.errands.labels import Label, Labels
from shared.errands.peer import Peer
from shared.errors import Problem


@dataclass(frozen=True, slots=True)
class Borrower:
    """`number` is the contract's or the receipt's; where applicant does not tell, the masked label has to do."""

    applicant: Peer
    labels: Labels

    def __call__(self, person_id: str, number: str, day: date, *, by: Actor) -> Label | None:
        """Return her label, None when applicant does not answer: the page then shows the number."""
        asked = {"person_id": person_id, "case": number.rjust(4), "lease": f"{person_id}{day:%Y%m%d}"}
        try:
            found: Label = self.applicant.post("/labels/case", asked, by=by, seconds=1.0)
        except Problem:
            return self.labels([person_id], by=by).get(person_id)
        return found
