"""Whoever holds a title tells each year how it went: on 1 March she is reminded of what is missing."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.applicant.domain.message import Told
from services.applicant.domain.nomination import HELD, Nomination
from services.applicant.usecases.enterprise.ports import Enterprises
from services.applicant.usecases.message.tell import Tell
from services.applicant.usecases.ports import Clock
from services.applicant.usecases.title.ports import DueWork, Nominations
from services.applicant.usecases.title.rules import TitlesInForce
from shared.access import SYSTEM
from shared.clock import SHANGHAI
from shared.errors import NotFound

KIND = "title_report"
KEY = "title_report"
MONTH, HOUR = 3, 9  # the report is due by 31 March (domain.md §4)


@dataclass(frozen=True, slots=True)
class Yearly:
    """Promises the reminder of next March."""

    due: DueWork
    clock: Clock

    def promise(self, one: Nomination) -> None:
        """Promise it for a title of an enterprise; a woman's own title has nothing to report."""
        if one.holder.enterprise_id is not None and one.state in HELD:
            at = datetime.combine(next_march(self.clock.today()), time(HOUR), SHANGHAI)
            self.due.add(KIND, one.id, max(at - self.clock.now(), timedelta()))


@dataclass(frozen=True, slots=True)
class Remind:
    """Runs with its job, once a year as long as the title holds."""

    nominations: Nominations
    enterprises: Enterprises
    titles: TitlesInForce
    tell: Tell
    yearly: Yearly

    def __call__(self, nomination_id: str, job: object) -> str | None:
        """Return the id of the message, None when nothing is missing or the title holds no longer."""
        try:
            found = self.nominations.get(SYSTEM, nomination_id)
        except NotFound:
            self.yearly.due.done(job)
            return None
        said = self._said(found)
        self.yearly.promise(found)
        self.yearly.due.done(job)
        return said

    def _said(self, found: Nomination) -> str | None:
        today = self.yearly.clock.today()
        theirs = self.enterprises.some([found.holder.enterprise_id or ""]).get(found.holder.enterprise_id or "")
        if found.state not in HELD or theirs is None or theirs.reported(today.year - 1):
            return None
        title = self.titles.of(found.title, found.path).name
        return self.tell(found.holder.person_id, Told.of(KEY, title=title, year=str(today.year - 1)), on=today)


def next_march(today: date) -> date:
    """Return the next first of March after a day."""
    this = date(today.year, MONTH, 1)
    return this if today < this else date(today.year + 1, MONTH, 1)
