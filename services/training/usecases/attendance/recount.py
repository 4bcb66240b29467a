"""The book of a class in its exam was put right: who may be examined, and whose points count, is counted anew.

Who falls short after she was examined keeps her points, but they count for nothing and she gets no certificate; when a
later correction gives her the hours back, the same points count again: below the line there is no exam (domain.md 3.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.training.domain.attendance import Sheet, shares
from services.training.domain.enrolment import Enrolment
from services.training.domain.training_class import TrainingClass
from services.training.usecases.attendance.find import FindAttendance
from services.training.usecases.ports import Clock, Enrolments, Sheets
from shared.errors import Refused


@dataclass(frozen=True, slots=True)
class Recount:
    """Runs inside the correction of a sheet, before the sheet is stored."""

    sheets: Sheets
    enrolments: Enrolments
    attendance: FindAttendance
    clock: Clock

    def __call__(self, one: TrainingClass, right: Sheet, changed: Sequence[Enrolment], *, sure: bool) -> None:
        """Store how these women stand with one sheet put right.

        Raises Conflict("certificate_stands"), and Refused("standing_changes") with each whose standing would be another
        (`changes`: her place, as it is, as it would be) unless that is meant.
        """
        rule, today = self.attendance.standard(one), self.clock.today()
        sheets = [right if sheet.id == right.id else sheet for sheet in self.sheets.of_class(one.id)]
        counted = shares(sheets, [place.id for place in changed], one.plan.minutes, rule.attendance)
        before = {place.id: place.state for place in changed}
        for place in changed:
            place.recounted(one, counted[place.id], rule.exam, today=today)
        moved = [(it.id, before[it.id].value, it.state.value) for it in changed if it.state is not before[it.id]]
        if moved and not sure:
            raise Refused("standing_changes", count=len(moved), changes=moved)
        for place in changed:
            self.enrolments.save(place)
