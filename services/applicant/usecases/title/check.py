"""The township looks on the spot and writes down what it found."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.applicant.domain.nomination import Nomination, Step
from services.applicant.usecases.ports import Clock, Deed, Ledger
from services.applicant.usecases.title.ports import Nominations
from services.applicant.usecases.title.reach import reach
from shared.access import Actor


@dataclass(frozen=True, slots=True)
class Check:
    """One hand; the county decides."""

    nominations: Nominations
    ledger: Ledger
    clock: Clock

    def __call__(self, nomination_id: str, answers: Mapping[str, bool], note: str, *, by: Actor) -> Nomination:
        """Return it checked; `answers` by condition, those nobody could see left out. Raises NotFound, Conflict."""
        found = reach(self.nominations, nomination_id, by=by, action="title.check")
        found.check(answers, Step("check", self.clock.today(), by.id, note=note))
        self.nominations.save(found)
        self.ledger.note(by, Deed("title.check", "title", found.id, [found.holder.person_id]))
        return found
