"""She would hand it in if the rules let her: kept, so that a trial of other rules sees whom they would let through."""

from dataclasses import dataclass

from services.loans.domain.hand_in import TRY, HandIn, Told, flat
from services.loans.usecases.application.reach import reach
from services.loans.usecases.ports import Applications, Clock
from services.loans.usecases.submission.check import Check
from services.loans.usecases.submission.ports import HandIns
from shared.access import Actor
from shared.errors import Conflict


@dataclass(frozen=True, slots=True)
class KeepTry:
    """Only she herself; nothing is handed in and nobody works on it. `told` as in Submit."""

    applications: Applications
    hand_ins: HandIns
    check: Check
    clock: Clock

    def __call__(self, application_id: str, told: Told | None, *, by: Actor) -> tuple[str, ...]:
        """Return the slugs of what keeps her out.

        Raises NotFound, Conflict outside a draft, Refused("not_complete"), Conflict("may_hand_in") when nothing does.
        """
        found = reach(self.applications, application_id, by=by, action="application.submit")
        found.require_draft()
        self.check.complete(found)
        verdict = self.check.verdict(found, told)
        if verdict.eligible:
            raise Conflict("may_hand_in")
        self.hand_ins.add(HandIn(found.id, found.person_id, TRY, self.clock.today(), (), told, flat(found.draft)))
        return verdict.reasons
