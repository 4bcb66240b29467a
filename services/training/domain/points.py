"""Points of an exam: what a try came to, and what a correction changed and why."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from services.training.domain.attendance import LEAST_REASON
from services.training.domain.standard import ExamRule
from shared.errors import Conflict, NotFound, Refused

CHEATED = "cheated"


@dataclass(frozen=True, slots=True)
class Score:
    """One try at the exam: whole points of 100, on which day, entered by whom.

    `void` is why it counts for nothing, after a certificate was revoked for it: scores_wrong or cheated.
    """

    theory: int
    practice: int
    on: date
    by: str
    void: str = ""

    def passed(self, rule: ExamRule) -> bool:
        """Tell whether it counts and both parts are enough."""
        return not self.void and rule.passed(self.theory, self.practice)


@dataclass(frozen=True, slots=True)
class Correction:
    """What the points of a try should have been: `number` counts tries from 1, `was` is what stood there."""

    number: int
    theory: int
    practice: int
    reason: str
    by: str
    at: datetime
    was: tuple[int, int] = (0, 0)


def put_right(scores: tuple[Score, ...], right: Correction) -> tuple[tuple[Score, ...], Correction]:
    """Return the tries with one put right, and the correction with what stood there; day and hand of the try stay.

    Raises NotFound("try_not_found"), Conflict("try_void" | "nothing_changed"), Refused("reason_missing").
    """
    if not 1 <= right.number <= len(scores):
        raise NotFound("try_not_found")
    before = scores[right.number - 1]
    if before.void == CHEATED:
        raise Conflict("try_void")
    if (right.theory, right.practice) == (before.theory, before.practice):
        raise Conflict("nothing_changed")
    if len(right.reason.strip()) < LEAST_REASON:
        raise Refused("reason_missing", least=LEAST_REASON)
    after = replace(before, theory=right.theory, practice=right.practice, void="")
    said = replace(right, reason=right.reason.strip(), was=(before.theory, before.practice))
    return (*scores[: right.number - 1], after, *scores[right.number :]), said
