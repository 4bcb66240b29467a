"""What the dispatch waits for from one officer: a report, a lock, a second hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.applicant.domain.access import RULES
from services.applicant.domain.dispatch.months import after
from services.applicant.usecases.dispatch.ports import Locks, Reports, Rulebook, TargetBook
from services.applicant.usecases.ports import Clock
from shared.access import Actor, may, scope
from shared.clock import SHANGHAI


@dataclass(frozen=True, slots=True)
class Due:
    """`slug` is report, lock or confirm; `what` a month or an indicator (of a year); `on` the day by which, if any."""

    slug: str
    what: str
    on: date | None = None
    year: int = 0


@dataclass(frozen=True, slots=True)
class DispatchDue:
    """Answers for the posts of one officer, what is due first."""

    reports: Reports
    locks: Locks
    book: TargetBook
    rules: Rulebook
    clock: Clock

    def __call__(self, *, by: Actor) -> list[Due]:
        """Return what waits; nothing for who has no part in the dispatch."""
        return sorted(self._waiting(by), key=lambda one: (one.on is None, one.on, one.slug))

    def _waiting(self, by: Actor) -> Iterator[Due]:
        cutoff, now = self.rules.cutoff(), self.clock.now()
        month = cutoff.current(self.clock.today())
        last = after(month, -1)
        if may(RULES, by, "dispatch.report") and not all(
            self.reports.get(month, unit).filed_at for unit in scope(RULES, by, "dispatch.report").units or ()
        ):
            yield Due("report", month, cutoff.opens_for_lock(month).astimezone(SHANGHAI).date())
        if may(RULES, by, "dispatch.lock") and now >= cutoff.opens_for_lock(last) and not self.locks.get(last).locked:
            yield Due("lock", last, cutoff.opens_for_lock(last).astimezone(SHANGHAI).date())
        if may(RULES, by, "dispatch.confirm"):
            for code, one in sorted(self.book.of_year(int(month[:4])).items()):
                if one.proposal and one.proposed_by != by.id:
                    yield Due("confirm", code, year=one.year)
