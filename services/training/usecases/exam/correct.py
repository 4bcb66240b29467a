"""Points were written down wrong: they are put right with a reason, and what stood there stays beside them."""

from dataclasses import dataclass

from services.training.domain.access import RULES
from services.training.domain.enrolment import Enrolment
from services.training.domain.points import Correction
from services.training.domain.training_class import EXAMINED
from services.training.usecases.attendance.find import FindAttendance
from services.training.usecases.ports import Classes, Clock, Deed, Enrolments, Guards, Ledger
from shared.access import Actor, scope
from shared.errors import Conflict, Stale


@dataclass(frozen=True, slots=True)
class Right:
    """What a try should say, and why; `version` is her place's as it was seen, None for a program."""

    number: int
    theory: int
    practice: int
    reason: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class CorrectScores:
    """Whoever may enter points may put them right, and gives out no certificate for them then (certificate/issue.py).

    The class's guard is touched first: no paper is given out, and no class closed, for points that change meanwhile.
    """

    classes: Classes
    enrolments: Enrolments
    attendance: FindAttendance
    guards: Guards
    ledger: Ledger
    clock: Clock

    def __call__(self, enrolment_id: str, right: Right, *, by: Actor) -> Enrolment:
        """Return her place; raises NotFound, Stale, Refused("reason_missing"), Conflict("class_not_examined" and what
        Enrolment.corrected says).
        """
        place = self.enrolments.get(enrolment_id)
        one = self.classes.get(scope(RULES, by, "exam.correct"), place.class_id)
        self.guards.touch(f"class:{one.id}")
        if one.state not in EXAMINED:
            raise Conflict("class_not_examined", state=one.state.value)
        if right.version is not None and right.version != place.version:
            raise Stale("changed_meanwhile")
        said = Correction(right.number, right.theory, right.practice, right.reason, by.id, self.clock.now())
        place.corrected(one, said, self.attendance.standard(one).exam)
        self.enrolments.save(place)
        was = place.corrections[-1].was
        facts = {"try": said.number, "was": list(was), "now": [said.theory, said.practice], "state": place.state.value}
        self.ledger.note(by, Deed("exam.correct", "enrolment", place.id, (place.person_id,), said.reason, facts))
        return place
