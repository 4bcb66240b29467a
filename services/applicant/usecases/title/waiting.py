"""What changes by itself on a day: a notice comes down, a title runs out. One job per title, moved as it goes on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.applicant.domain.nomination import HELD, Nomination, State
from services.applicant.usecases.ports import Clock
from services.applicant.usecases.title.ports import DueWork
from shared.clock import SHANGHAI

KIND = "title_due"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Promises the next change of a title."""

    due: DueWork
    clock: Clock

    def until_it_changes(self, one: Nomination) -> None:
        """Promise the change that comes next, none when nothing will come by itself."""
        day = last_day(one)
        if day is not None:
            begins = datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)
            self.due.add(KIND, one.id, max(begins - self.clock.now(), timedelta()))


def last_day(one: Nomination) -> date | None:
    """Return the last day on which it stands as it stands now, None when no day ends that."""
    if one.state is State.NOTICED:
        return one.until
    return one.valid_until if one.state in HELD else None
