"""Yearly targets, set by two hands; what counties report by form; months that are locked and restated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from services.applicant.domain.dispatch.months import LAST, Cutoff, after
from shared.errors import Conflict, Refused


@dataclass(slots=True)
class Targets:
    """The targets of one indicator and year: by county twelve whole numbers, one a month; a proposal waits apart."""

    year: int
    indicator: str
    rows: dict[str, list[int]] = field(default_factory=dict)
    proposal: dict[str, list[int]] = field(default_factory=dict)
    proposed_by: str = ""
    confirmed_by: str = ""
    version: int = 0

    def propose(self, totals: Mapping[str, int], *, by: str) -> None:
        """Put yearly totals forward, spread evenly over the months; they count when another person confirms them."""
        self.proposal = {unit: evenly(total) for unit, total in totals.items()}
        self.proposed_by = by

    def confirm(self, *, by: str) -> None:
        """Let the proposal count; raises Conflict("no_proposal"), Refused("same_hands")."""
        if not self.proposal:
            raise Conflict("no_proposal")
        if by == self.proposed_by:
            raise Refused("same_hands")
        self.rows, self.proposal, self.confirmed_by = self.proposal, {}, by

    def of(self, unit: str) -> int:
        """Return a county's target of the year, 0 when none is set."""
        return sum(self.rows.get(unit, ()))

    def until(self, unit: str, month: str) -> int:
        """Return what a county should have done by the end of a month."""
        return sum(self.rows.get(unit, ())[: int(month[5:])])


def evenly(total: int) -> list[int]:
    """Return a yearly total over twelve months so that every sum from January on is the nearest whole number below."""
    sums = [total * month // LAST for month in range(LAST + 1)]
    return [later - earlier for earlier, later in pairwise(sums)]


@dataclass(slots=True)
class Report:
    """What a county reported for a month: by indicator a number; what is not there was not reported, 0 is zero."""

    month: str
    unit: str
    values: dict[str, int] = field(default_factory=dict)
    filed_at: datetime | None = None
    by: str = ""
    version: int = 0

    def file(self, values: Mapping[str, int], *, at: datetime, by: str, locked: bool) -> None:
        """Report; a later report replaces it, the first one's instant stays; raises Refused("month_locked")."""
        if locked:
            raise Refused("month_locked", month=self.month)
        self.values, self.by = dict(values), by
        self.filed_at = self.filed_at or at


@dataclass(frozen=True, slots=True)
class LockedAs:
    """One locking of a month: the first has no reason, each later one restates it and says why."""

    at: datetime
    by: str
    reason: str = ""


@dataclass(slots=True)
class Month:
    """A month of the dispatch; open until it is locked the first time."""

    month: str
    versions: list[LockedAs] = field(default_factory=list)
    version: int = 0

    @property
    def locked(self) -> bool:
        """Tell whether it takes nothing new."""
        return bool(self.versions)

    def lock(self, *, at: datetime, by: str, cutoff: Cutoff) -> None:
        """Lock it; raises Conflict("month_locked_already"), Refused("month_not_over")."""
        if self.locked:
            raise Conflict("month_locked_already", month=self.month)
        opens = cutoff.opens_for_lock(self.month)
        if at < opens:
            raise Refused("month_not_over", day=opens.date(), hour=cutoff.lock_hour)
        self.versions.append(LockedAs(at, by))

    def restate(self, *, at: datetime, by: str, reason: str) -> None:
        """Lock it again with what has come since then; raises Conflict("month_open")."""
        if not self.locked:
            raise Conflict("month_open", month=self.month)
        self.versions.append(LockedAs(at, by, reason))


def red_twice(behind: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return the counties that were behind in both of two months: they get a letter (督办单, domain.md 5.3)."""
    return behind[0] & behind[1] if len(behind) > 1 else frozenset()


def months_before(month: str, count: int) -> list[str]:
    """Return a month and those before it, the newest first."""
    return [after(month, -n) for n in range(count)]
